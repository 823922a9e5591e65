using System.Text.Json.Serialization;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Model.Scenarios.Requests;

/// <summary>A gRPC call as its user wrote it.</summary>
public sealed record RpcSpec
{
    /// <summary><c>package.Service/Method</c>.</summary>
    public required string Method { get; init; }

    /// <summary>
    /// File that describes the service, relative to the scenario's file; null: the server is asked for it (server reflection).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProtoFile { get; init; }

    /// <summary>The messages in JSON: one, or of a stream any number.</summary>
    public required IReadOnlyList<string> Messages { get; init; }

    /// <summary>How its messages are compressed, and which compression it asks the server for. Default: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RpcCompression Compression { get; init; }

    /// <summary>
    /// What <see cref="ProtoFile"/> made of them when the scenario was read; null: the client asks the server before it connects.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RpcWire? Wire { get; init; }
}

/// <summary>A gRPC call as it goes over the wire.</summary>
/// <param name="FromClient">The client sends a stream.</param>
/// <param name="FromServer">The server sends a stream.</param>
/// <param name="Messages">In protobuf.</param>
public sealed record RpcWire(bool FromClient, bool FromServer, IReadOnlyList<byte[]> Messages);
