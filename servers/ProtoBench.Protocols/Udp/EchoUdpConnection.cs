using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Datagrams to a server that is not ours and sends back what it gets (RFC 862). Nothing is repeated: a lost datagram is a lost exchange.
/// </summary>
internal sealed class EchoUdpConnection : IDatagramConnection, IRequestConnection, IPhasedConnection
{
    // What UDP over IPv4 can carry (RFC 768 over RFC 791).
    private const int LargestDatagram = 65_507;
    private const int MostSlots = 1 << EchoSlot.IndexBits;
    private const string OnlyEchoes = "a UDP server that is not ours is only asked for echoes; give the workload requests";

    private readonly Socket _socket;
    private readonly EndpointSettings _settings;
    private readonly Task _receiving;
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly ConcurrentQueue<EchoSlot> _free = [];
    private readonly Lock _growing = new();
    private volatile EchoSlot[] _slots = [];
    private volatile string? _broken;
    private long _late;
    private long _duplicates;

    /// <param name="socket">Connected. Owned by the new connection.</param>
    /// <param name="settings">With the site.</param>
    public EchoUdpConnection(Socket socket, EndpointSettings settings)
    {
        _socket = socket;
        _settings = settings;
        Facts = SocketTuning.Describe(socket, new ConnectionFacts
        {
            Protocol = "UDP",
            Client = $".NET {Environment.Version} Socket",
            Io = settings.Io,
        });
        _receiving = ReceiveAsync();
    }

    public ConnectionFacts Facts { get; }

    /// <summary>A UDP socket is connected without a packet.</summary>
    public ConnectionPhases Phases => default;

    public long LateReplies => Volatile.Read(ref _late);

    public long DuplicateReplies => Volatile.Read(ref _duplicates);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var message = EchoMessage.Of(request);
        if (message.Length > LargestDatagram)
        {
            throw new ArgumentException(
                $"the message of '{request.Name}' has {message.Length} bytes, a datagram takes {LargestDatagram}", nameof(request));
        }

        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfBroken();
        var slot = _free.TryDequeue(out var idle) ? idle : Grow(message.Length);
        try
        {
            var datagram = slot.Begin(message.Span);
            using var givingUp = cancellationToken.UnsafeRegister(
                static (state, token) => ((EchoSlot)state!).Fail(new OperationCanceledException(token)), slot);
            ThrowIfBroken();
            await _socket.SendAsync(datagram, SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
            return await slot.Completion.ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            // The error of an earlier datagram is told to whoever calls next, here the sender.
            Break(error);
            ThrowIfBroken();
            throw;
        }
        finally
        {
            slot.Abandon();
            _free.Enqueue(slot);
        }
    }

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
        throw new NotSupportedException(OnlyEchoes);

    public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw new NotSupportedException(OnlyEchoes);

    public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw new NotSupportedException(OnlyEchoes);

    public async ValueTask DisposeAsync()
    {
        _broken ??= "this connection was closed; open another one";
        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        var turn = default(ReceiveTurn);
        try
        {
            while (true)
            {
                var next = _socket.ReceiveAsync(_received.AsMemory(), SocketFlags.None, CancellationToken.None);
                if (turn.IsOver(next.IsCompleted))
                {
                    await Task.Yield();
                }

                var length = await next.ConfigureAwait(false);
                Dispatch(_received.AsSpan(0, length));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // ECONNREFUSED: the server's port is closed (ICMP, RFC 1122 section 4.1.3.3). Or this connection was disposed.
            Break(error);
        }
    }

    private void Dispatch(ReadOnlySpan<byte> datagram)
    {
        var slots = _slots;

        // One byte has no room for a larger index.
        var index = (int)(EchoSlot.IdIn(datagram) & (MostSlots - 1));
        if (index >= slots.Length || slots[index] is not { } slot)
        {
            Interlocked.Increment(ref _late);
            return;
        }

        if (!slot.Take(datagram, out var isDuplicate))
        {
            Interlocked.Increment(ref isDuplicate ? ref _duplicates : ref _late);
        }
    }

    private EchoSlot Grow(int messageBytes)
    {
        lock (_growing)
        {
            var slots = _slots;
            if (slots.Length == (messageBytes == 1 ? byte.MaxValue + 1 : MostSlots))
            {
                throw new InvalidOperationException(
                    $"more than {slots.Length} datagrams of {messageBytes} bytes are on their way on one connection; use more connections");
            }

            var slot = new EchoSlot(slots.Length);
            _slots = [.. slots, slot];
            return slot;
        }
    }

    private void Break(Exception error)
    {
        _broken ??= $"no datagrams to {_settings.EndPoint}: {error.Message}";
        foreach (var slot in _slots)
        {
            slot.Fail(new IOException(_broken, error));
        }
    }

    private void ThrowIfBroken()
    {
        if (_broken is { } reason)
        {
            throw new IOException(reason);
        }
    }
}
