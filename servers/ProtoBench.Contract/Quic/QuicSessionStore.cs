namespace ProtoBench.Contract.Quic;

/// <summary>
/// The newest session ticket with the limits that came with it (RFC 9001, section 4.5; RFC 9000, section 7.4.1). Thread-safe.
/// </summary>
public sealed class QuicSessionStore
{
    private volatile Ticket? _newest;
    private int _received;

    /// <summary>Tickets received so far.</summary>
    public int Received => Volatile.Read(ref _received);

    internal Ticket? Newest => _newest;

    internal void Keep(Ticket ticket)
    {
        _newest = ticket;
        Interlocked.Increment(ref _received);
    }

    internal sealed record Ticket(byte[] Session, byte[] Limits);
}
