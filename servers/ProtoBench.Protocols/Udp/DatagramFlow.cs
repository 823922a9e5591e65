using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// One side of a flow of messages, a datagram each: what is sent may be lost. The end is sent several times, so that the peer learns of it
/// all but certainly; the first one that comes ends it, and whatever is still on its way is dropped.
/// </summary>
/// <param name="path">To the peer.</param>
/// <param name="id">Of the flow.</param>
internal sealed class DatagramFlow(DatagramPath path, long id) : IMessageStream, IBulkListener
{
    // A receiver that does not read for so many messages loses the next, as with any full buffer of datagrams.
    private const int MostWaiting = 1024;

    // At 10 % loss, one flow in 10,000 loses all of them; its server then waits for its patience to end.
    private const int Ends = 4;

    private readonly Channel<(byte[]? Buffer, int Length)> _arrived = Channel.CreateBounded<(byte[]? Buffer, int Length)>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _datagram = new byte[2048];
    private byte[]? _read;
    private bool _ended;
    private bool _peerEnded;

    public long Id => id;

    /// <summary>When the peer was last heard, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long HeardAt { get; private set; } = Environment.TickCount64;

    /// <summary>Completes when the server has the flow; fails when it has no such application.</summary>
    public Task Opened => _opened.Task;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, DatagramHeader.LargestPayload, nameof(message));
        cancellationToken.ThrowIfCancellationRequested();
        if (_ended)
        {
            throw new InvalidOperationException("this side of the flow has been ended");
        }

        var needed = DatagramHeader.Bytes + message.Length;
        if (_datagram.Length < needed)
        {
            _datagram = new byte[needed];
        }

        new DatagramHeader(DatagramKind.FlowMessage, 0, id).Write(_datagram);
        message.CopyTo(_datagram.AsMemory(DatagramHeader.Bytes));
        await PassAsync(_datagram.AsMemory(0, needed)).ConfigureAwait(false);
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        var datagram = new byte[DatagramHeader.Bytes];
        new DatagramHeader(DatagramKind.FlowEnd, 0, id).Write(datagram);
        for (var i = 0; i < Ends; i++)
        {
            await PassAsync(datagram).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the server's side by telling the client what went wrong.</summary>
    public async ValueTask FailAsync(string why)
    {
        _ended = true;
        var text = System.Text.Encoding.UTF8.GetBytes(why.Length > 1000 ? why[..1000] : why);
        var datagram = new byte[DatagramHeader.Bytes + text.Length];
        new DatagramHeader(DatagramKind.FlowRefused, 0, id).Write(datagram);
        text.CopyTo(datagram, DatagramHeader.Bytes);
        await PassAsync(datagram).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        Return();
        if (_peerEnded)
        {
            return null;
        }

        try
        {
            var (buffer, length) = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (buffer is null)
            {
                _peerEnded = true;
                return null;
            }

            _read = buffer;
            return buffer.AsMemory(0, length);
        }
        catch (ChannelClosedException closed)
        {
            throw closed.InnerException ?? new IOException("the flow is closed; open another one");
        }
    }

    /// <inheritdoc/>
    public void Take(DatagramHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Id != id)
        {
            return;
        }

        HeardAt = Environment.TickCount64;
        switch (header.Kind)
        {
            case DatagramKind.FlowOpened:
                _opened.TrySetResult();
                break;
            case DatagramKind.FlowRefused:
                var refused = new BadResponseException(System.Text.Encoding.UTF8.GetString(payload));
                _opened.TrySetException(refused);
                _arrived.Writer.TryComplete(refused);
                break;
            case DatagramKind.FlowEnd:
                // Whoever reads that late has lost messages too.
                if (!_arrived.Writer.TryWrite((null, 0)))
                {
                    _arrived.Writer.TryComplete(new IOException("the flow was ended while nobody read it"));
                }

                break;
            case DatagramKind.FlowMessage:
                var buffer = ArrayPool<byte>.Shared.Rent(payload.Length);
                payload.CopyTo(buffer);
                if (!_arrived.Writer.TryWrite((buffer, payload.Length)))
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public void Fail(Exception error)
    {
        _opened.TrySetException(error);
        _arrived.Writer.TryComplete(error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            try
            {
                await EndAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The socket is gone, and with it the flow.
            }
        }

        _arrived.Writer.TryComplete(new IOException("the flow is closed; open another one"));
        Return();
    }

    private void Return()
    {
        if (Interlocked.Exchange(ref _read, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask PassAsync(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            await path.SendAsync(datagram).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new IOException($"the flow is broken: {error.Message}", error);
        }
    }
}
