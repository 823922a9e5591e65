using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Exchanges;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>The client's end: a socket connected to the server's address, so that the kernel reports a closed port.</summary>
internal sealed class ReliableUdpConnection : IMessageStreamConnection, ITransportCounters, ILearningConnection, IChannelUser
{
    private const int HelloAttempts = 10;

    private static readonly TimeSpan HelloLimit = TimeSpan.FromMilliseconds(200);

    // Closing waits so long for what the server has not acknowledged; TCP's close leaves that to the kernel.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly EndpointSettings _settings;
    private readonly PacketPath _path;
    private readonly ReliableChannel _channel;
    private readonly ExchangePlaces<ExchangeMessage> _exchanges = new(index => new ExchangeMessage(index));
    private readonly ConcurrentDictionary<long, ReliableStream> _streams = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly Task _receiving;
    private long _opened;
    private int _disposed;

    private ReliableUdpConnection(Socket socket, EndpointSettings settings)
    {
        (_socket, _settings) = (socket, settings);
        _path = new PacketPath(socket, destination: null, settings);
        _channel = new ReliableChannel(_path, (uint)Random.Shared.NextInt64(1, uint.MaxValue), this);
        _receiving = ReceiveAsync();
    }

    public ConnectionFacts Facts { get; private set; } = null!;

    public TransportCounters Counters
    {
        get
        {
            var figures = _channel.Figures;
            return new TransportCounters(
                Time(figures.SmoothedRoundTrip),
                Time(figures.LeastRoundTrip),
                SendWindow.Size * MessageHeader.LargestPiece,
                figures.Sent,
                figures.SentBytes,
                figures.Received,
                figures.ReceivedBytes,
                figures.SentAgain,
                null,
                null);

            static TimeSpan? Time(long nanoseconds) => nanoseconds == 0 ? null : TimeSpan.FromTicks(nanoseconds / 100);
        }
    }

    public IReadOnlyDictionary<string, string> Learned => ReliableUdpFacts.Learned(_channel.Figures);

    /// <summary>Greets the server until it answers.</summary>
    /// <param name="socket">Connected; owned by the connection.</param>
    /// <param name="settings">As given to <see cref="IProtocol.ConnectAsync"/>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="IOException">Nobody answers.</exception>
    public static async ValueTask<ReliableUdpConnection> ConnectAsync(
        Socket socket, EndpointSettings settings, CancellationToken cancellationToken)
    {
        var connection = new ReliableUdpConnection(socket, settings);
        try
        {
            await connection.GreetAsync(cancellationToken).ConfigureAwait(false);
            connection.Facts = ReliableUdpFacts.Describe(socket, connection._channel.Figures);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        cancellationToken.ThrowIfCancellationRequested();
        var exchange = _exchanges.Rent();
        try
        {
            exchange.Begin(_channel, request, responseBytes);
            using var givingUp = cancellationToken.UnsafeRegister(
                static (exchange, token) => ((ExchangeMessage)exchange!).Fail(new OperationCanceledException(token)), exchange);
            _channel.Send(exchange);
            await exchange.Completion.ConfigureAwait(false);
        }
        finally
        {
            exchange.Withdraw(_channel);
            _exchanges.Return(exchange);
        }
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        MessageLimits.Check(transfer, ProtocolTraits.LargestMessageBytes);
        var stream = Open(id => new MessageHeader(MessageKind.OpenDownload, id, transfer.TotalBytes, transfer.MessageBytes), []);
        await using (stream.ConfigureAwait(false))
        {
            using var stopping = stop.UnsafeRegister(static stream => ((ReliableStream)stream!).Abort(), stream);
            using var cancelling = cancellationToken.UnsafeRegister(static stream => ((ReliableStream)stream!).Abort(), stream);
            var before = transfer.Meter.Bytes;
            try
            {
                var received = await ReliableTransfers.ReceiveAsync(
                    stream, transfer.TotalBytes, transfer.Meter, _settings.VerifyContent).ConfigureAwait(false);
                return received == transfer.TotalBytes
                    ? new TransferTotals(transfer.TotalBytes, received, null, 0)
                    : throw new EndOfStreamException($"the server ended the download after {received} bytes");
            }
            catch (IOException error) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("the download was given up", error, cancellationToken);
            }
            catch (IOException) when (stop.IsCancellationRequested)
            {
                // Stopping gives the stream up; what has arrived by then is the result.
                return new TransferTotals(null, transfer.Meter.Bytes - before, null, 0);
            }
        }
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        MessageLimits.Check(transfer, ProtocolTraits.LargestMessageBytes);
        var stream = Open(id => new MessageHeader(MessageKind.OpenUpload, id), []);
        await using (stream.ConfigureAwait(false))
        {
            using var cancelling = cancellationToken.UnsafeRegister(static stream => ((ReliableStream)stream!).Abort(), stream);
            try
            {
                var sent = await ReliableTransfers.SendAsync(stream, transfer, stop).ConfigureAwait(false);
                await stream.FinishAsync().ConfigureAwait(false);
                return new TransferTotals(sent, await ReliableTransfers.ReceiveCountAsync(stream).ConfigureAwait(false), null, 0);
            }
            catch (IOException error) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("the upload was given up", error, cancellationToken);
            }
        }
    }

    public ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        cancellationToken.ThrowIfCancellationRequested();
        var stream = Open(id => new MessageHeader(MessageKind.OpenMessages, id), Encoding.ASCII.GetBytes(application));
        return ValueTask.FromResult<IMessageStream>(new FramedMessageStream(stream));
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _channel.DrainAsync(Linger).ConfigureAwait(false);
            _channel.Close("this connection was closed; open another one");
            _socket.Dispose();
        }

        await _receiving.ConfigureAwait(false);
    }

    void IChannelUser.Take(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Kind)
        {
            case MessageKind.Reply:
                _exchanges.Find(header.Id)?.TakeReply(header, payload, _settings.VerifyContent);
                break;
            case MessageKind.Refusal:
                _exchanges.Find(header.Id)?.Fail(
                    header.Id, new BadResponseException("the server refused the request: its content was not what was agreed on"));
                break;
            default:
                if (_streams.TryGetValue(header.Id, out var stream))
                {
                    stream.Take(header, payload);
                }

                break;
        }
    }

    void IChannelUser.OnBroken(Exception reason)
    {
        _welcomed.TrySetException(reason);
        _exchanges.ForEach(exchange => exchange.Fail(new IOException(reason.Message, reason)));
        foreach (var stream in _streams.Values)
        {
            stream.Fail(reason);
        }
    }

    private ReliableStream Open(Func<long, MessageHeader> opening, byte[] payload)
    {
        var id = Interlocked.Increment(ref _opened);
        var stream = new ReliableStream(_channel, id, finished => _streams.TryRemove(finished, out _));
        _streams[id] = stream;
        try
        {
            _channel.Send(new SmallMessage(opening(id), payload));
            return stream;
        }
        catch
        {
            _streams.TryRemove(id, out _);
            throw;
        }
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        var hello = new byte[PacketHeader.Bytes];
        new PacketHeader(PacketKind.Hello, default, _channel.Connection, 0, 0, 0, 0, 0).Write(hello);
        for (var attempt = 0; attempt < HelloAttempts; attempt++)
        {
            var began = Stopwatch.GetTimestamp();
            if (_path.Send(hello) is { } error)
            {
                throw new IOException($"cannot connect to {_settings.EndPoint}: {error.Message}", error);
            }

            try
            {
                await _welcomed.Task.WaitAsync(HelloLimit, cancellationToken).ConfigureAwait(false);
                if (attempt == 0)
                {
                    _channel.AddSample((long)Stopwatch.GetElapsedTime(began).TotalNanoseconds);
                }

                return;
            }
            catch (TimeoutException)
            {
                // Lost, or nobody there: ask again.
            }
        }

        throw new IOException(string.Create(
            CultureInfo.InvariantCulture,
            $"cannot connect to {_settings.EndPoint}: no answer to {HelloAttempts} packets within "
                + $"{HelloAttempts * HelloLimit.TotalSeconds} s"));
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(
                    _received.AsMemory(), SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
                Dispatch(_received.AsSpan(0, length));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // ECONNREFUSED: the server's port is closed (ICMP, RFC 1122 section 4.1.3.3). Or this connection was disposed.
            _channel.Break(new IOException($"no packets from {_settings.EndPoint}: {error.Message}", error));
        }
    }

    private void Dispatch(ReadOnlySpan<byte> packet)
    {
        if (!PacketHeader.TryRead(packet, out var header) || header.Connection != _channel.Connection)
        {
            return;
        }

        switch (header.Kind)
        {
            case PacketKind.Welcome:
                _welcomed.TrySetResult();
                break;
            case PacketKind.Message or PacketKind.Acknowledgement:
                _channel.Take(header, packet);
                break;
            case PacketKind.Close:
                _channel.Break(new IOException("the server has closed the connection"));
                break;
            case PacketKind.Unknown:
                _channel.Break(new IOException("the server does not know the connection; it is another one"));
                break;
        }
    }
}
