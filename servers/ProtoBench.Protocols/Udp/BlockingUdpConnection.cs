using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.BlockingSockets;

namespace ProtoBench.Protocols.Udp;

/// <summary>The caller's own thread waits in recv(2). Overlapping exchanges take turns.</summary>
internal sealed class BlockingUdpConnection : UdpConnection, IBlockingConnection
{
    private readonly Lock _turn = new();

    // One is enough: exchanges take turns.
    private readonly ExchangeSlot _slot;
    private Task _receiving = Task.CompletedTask;

    // What a loop that runs alone uses; null: none does.
    private int? _lent;

    public BlockingUdpConnection(Socket socket, EndpointSettings settings)
        : base(socket, settings) => _slot = Slots.Rent();

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
            try
            {
                using var held = _lent is { } descriptor ? HeldSocket.Lent(descriptor) : new HeldSocket(Socket.SafeHandle);
                held.Send(_slot.Begin(request, responseBytes).Span);
                var completion = _slot.Completion;
                while (!completion.IsCompleted)
                {
                    var received = held.Receive(Received);
                    if (received == 0)
                    {
                        // Disposed on another thread, or somebody's empty datagram.
                        ThrowIfBroken();
                    }

                    Dispatch(Received.AsSpan(0, received));
                }

                completion.GetAwaiter().GetResult();
            }
            catch (ObjectDisposedException error)
            {
                Break(error);
                ThrowIfBroken();
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
                _slot.Abandon();
            }
        }
    }

    /// <summary>Its waits keep their limit: a datagram that is lost ends one exchange, and not the connection.</summary>
    public void RunAlone(Action loop)
    {
        if (!HeldSocket.CanRunAlone || !HeldSocket.TryHold(Socket.SafeHandle, out var held))
        {
            // On a closed connection the first exchange says so.
            loop();
            return;
        }

        try
        {
            using var given = held;
            held.RunAlone((in HeldSocket socket) =>
            {
                _lent = socket.Descriptor;
                loop();
            });
        }
        finally
        {
            _lent = null;
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
