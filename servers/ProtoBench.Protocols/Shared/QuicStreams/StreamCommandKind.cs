namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>What a stream asks for.</summary>
internal enum StreamCommandKind
{
    Exchange = 1,
    Download = 2,
    Upload = 3,
}
