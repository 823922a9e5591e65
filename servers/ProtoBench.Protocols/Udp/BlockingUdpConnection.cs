using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>The caller's own thread waits in recv(2). Overlapping exchanges take turns.</summary>
internal sealed class BlockingUdpConnection(Socket socket, EndpointSettings settings) : UdpConnection(socket, settings), IBlockingConnection
{
    private readonly Lock _turn = new();
    private Task _receiving = Task.CompletedTask;

    public override ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Exchange(request.Span, responseBytes);
        return ValueTask.CompletedTask;
    }

    public void Exchange(ReadOnlySpan<byte> request, int responseBytes)
    {
        MessageLimits.Check(request.Length, responseBytes, DatagramHeader.LargestPayload);
        lock (_turn)
        {
            ThrowIfBroken();
            var slot = Slots.Rent();
            try
            {
                Socket.Send(slot.Begin(request, responseBytes).Span);
                var completion = slot.Completion;
                while (!completion.IsCompleted)
                {
                    Dispatch(Received.AsSpan(0, Socket.Receive(Received)));
                }

                completion.GetAwaiter().GetResult();
            }
            catch (SocketException error) when (IsTimeout(error))
            {
                throw new TimeoutException($"no reply came within {Socket.ReceiveTimeout} ms", error);
            }
            catch (SocketException error)
            {
                Break(error);
                ThrowIfBroken();
            }
            finally
            {
                slot.Abandon();
                Slots.Return(slot);
            }
        }
    }

    protected override void StartReceiving() => _receiving = Task.Factory.StartNew(
        Receive, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    protected override Task WhenReceivingEndsAsync() => _receiving;

    private static bool IsTimeout(SocketException error) => error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;

    // Only for transfers, where sending and receiving go on at the same time.
    private void Receive()
    {
        try
        {
            Socket.ReceiveTimeout = 0;
            while (true)
            {
                Dispatch(Received.AsSpan(0, Socket.Receive(Received)));
                while (!Drain(BatchesPerTurn))
                {
                    // There is more.
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Break(error);
        }
        finally
        {
            EndDraining();
        }
    }
}
