namespace ProtoBench.Contract;

/// <summary>
/// A connection that can exchange by blocking the calling thread in the kernel, as C clients do. It shows the protocol without the cost of
/// .NET's asynchronous dispatch (an epoll thread and a thread-pool hop per wake-up). Only connections made with
/// <see cref="IoMode.Blocking"/> have it.
/// </summary>
public interface IBlockingConnection : IProtocolConnection
{
    /// <summary>As <see cref="IProtocolConnection.ExchangeAsync"/>, but returns when the response is complete.</summary>
    /// <param name="request">Payload of the request.</param>
    /// <param name="responseBytes">Payload bytes the server must answer with.</param>
    /// <exception cref="TimeoutException">No complete response within <see cref="EndpointSettings.BlockingTimeout"/>.</exception>
    void Exchange(ReadOnlySpan<byte> request, int responseBytes);

    /// <summary>
    /// Runs a loop that only exchanges on this connection, and returns when that has ended: perhaps on a thread of its own, on which the
    /// kernel does less for each call. The loop must end at the first exchange that fails and do nothing else that waits; it must open and
    /// close nothing. Default: it runs where it is called.
    /// </summary>
    /// <param name="loop">Makes the exchanges. What ends one that takes too long is <see cref="GiveUp"/>.</param>
    void RunAlone(Action loop) => loop();

    /// <summary>
    /// Ends the exchange that <see cref="RunAlone"/>'s loop waits in, from another thread: it fails, and so do all after it. It may also
    /// complete just before; the loop must end then, too. Default: nothing, because exchanges keep to
    /// <see cref="EndpointSettings.BlockingTimeout"/> there.
    /// </summary>
    void GiveUp()
    {
    }
}
