namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>What a stream asks for.</summary>
internal enum StreamCommandKind
{
    Exchange = 1,
    Download = 2,
    Upload = 3,
    Messages = 4,

    /// <summary>As <see cref="Messages"/>, but what follows the first message of each side goes in DATAGRAM frames (RFC 9221).</summary>
    Datagrams = 5,
}
