namespace ProtoBench.Contract;

/// <summary>How the messages of exchanges are written.</summary>
public enum Codec
{
    /// <summary>Opaque bytes, which nobody encodes: see <see cref="Payload"/>. The default.</summary>
    Bytes,

    /// <summary>Typed messages in JSON (RFC 8259), by System.Text.Json with source-generated code.</summary>
    Json,

    /// <summary>Typed messages in Protocol Buffers' binary form, by Google.Protobuf with generated code.</summary>
    Protobuf,
}
