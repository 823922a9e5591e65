using System.Net;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>
/// Stands between a client and its server, below TLS: counts the transport connections a client really makes, keeps responses back so that
/// an exchange is certainly under way, and breaks connections while the server stays reachable.
/// </summary>
internal abstract class Relay : IAsyncDisposable
{
    private volatile bool _holding;
    private int _connections;

    public abstract EndPoint EndPoint { get; }

    /// <summary>Transport connections accepted so far; for datagrams, distinct client addresses.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Is anything of the server dropped by <see cref="HoldResponses"/>, so the request certainly arrived?</summary>
    public bool HasHeldSomething { get; private set; }

    public static Relay Start(ProtocolVariant variant, EndPoint server) => variant.UsesUdp
        ? new DatagramRelay((IPEndPoint)server)
        : new StreamRelay(variant.FreshEndPoint(), server);

    /// <summary>From now on nothing the server says reaches the client.</summary>
    public void HoldResponses() => _holding = true;

    /// <summary>Ends every relayed connection; new ones are still accepted.</summary>
    public abstract void Break();

    public abstract ValueTask DisposeAsync();

    protected void CountConnection() => Interlocked.Increment(ref _connections);

    protected bool Holds()
    {
        HasHeldSomething |= _holding;
        return _holding;
    }
}
