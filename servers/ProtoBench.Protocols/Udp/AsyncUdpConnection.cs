using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>One loop receives for all exchanges that are under way; an exchange continues right on it.</summary>
internal sealed class AsyncUdpConnection : UdpConnection
{
    private readonly Task _receiving;

    public AsyncUdpConnection(Socket socket, EndpointSettings settings)
        : base(socket, settings) => _receiving = ReceiveAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, DatagramHeader.LargestPayload);
        cancellationToken.ThrowIfCancellationRequested();
        var slot = Slots.Rent();
        try
        {
            var datagram = slot.Begin(request.Span, responseBytes);
            ThrowIfBroken();
            using var givingUp = cancellationToken.UnsafeRegister(
                static (state, token) => ((ExchangeSlot)state!).Fail(new OperationCanceledException(token)), slot);
            await Path.SendAsync(datagram).ConfigureAwait(false);
            await slot.Completion.ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            // The error of an earlier datagram is told to whoever calls next, here the sender.
            Break(error);
            ThrowIfBroken();
        }
        finally
        {
            slot.Abandon();
            Slots.Return(slot);
        }
    }

    protected override void StartReceiving()
    {
        // Has been since the connection exists.
    }

    protected override Task WhenReceivingEndsAsync() => _receiving;

    private async Task ReceiveAsync()
    {
        var turn = default(ReceiveTurn);
        try
        {
            while (true)
            {
                var next = Socket.ReceiveAsync(Received.AsMemory(), SocketFlags.None, CancellationToken.None);
                if (turn.IsOver(next.IsCompleted))
                {
                    await Task.Yield();
                }

                var received = await next.ConfigureAwait(false);
                Dispatch(Received.AsSpan(0, received));
                while (!Drain(BatchesPerTurn))
                {
                    await Task.Yield();
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // ECONNREFUSED: the server's port is closed (ICMP, RFC 1122 section 4.1.3.3). Or this connection was disposed.
            Break(error);
        }
        finally
        {
            EndDraining();
        }
    }
}
