namespace ProtoBench.Protocols.Udp;

/// <summary>The server's side of one client's upload.</summary>
internal sealed class ServerUpload(BulkReceiver receiver, long id)
{
    public long Id { get; } = id;

    public BulkReceiver Receiver { get; } = receiver;

    /// <summary>When the client was last heard, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long HeardAt { get; set; } = Environment.TickCount64;
}
