using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>The client's side of <see cref="WebSocketSession"/>.</summary>
internal sealed class WebSocketConnection : INoticedConnection, IMessageStreamConnection, IRequestConnection, IPhasedConnection,
    ICodedConnection
{
    private readonly HttpCarrier _carrier;
    private readonly ClientWebSocket _socket;
    private readonly bool _verify;
    private readonly byte[] _buffer = new byte[PayloadBlocks.LargestBytes];
    private readonly MessageForms _forms;
    private readonly OrderMessages? _orders;

    // A WebSocket takes pongs in only while somebody receives (ClientWebSocketOptions.KeepAliveTimeout), so one that waits for them
    // receives between exchanges as well. Without, it ended itself after 4 s with a peer that had answered.
    private readonly bool _receivesAhead;
    private readonly CancellationTokenSource _aheadLimit = new();
    private Task<ValueWebSocketReceiveResult>? _ahead;

    private WebSocketConnection(
        HttpCarrier carrier, ClientWebSocket socket, EndpointSettings settings, params IEnumerable<KeyValuePair<string, string>> more)
    {
        _carrier = carrier;
        _socket = socket;
        _verify = settings.VerifyContent && settings.Site is null;
        _receivesAhead = settings.KeepAlive is { ByProtocol: true };
        _forms = new MessageForms(settings.Site?.Form ?? MessageForm.ByContent);
        _orders = MessageCodec.Of(settings.Codec) is { } codec ? new OrderMessages(socket, codec, settings.VerifyContent) : null;
        var facts = carrier.Facts with
        {
            Protocol = $"WebSocket over {carrier.Facts.Protocol}",
            Client = $".NET {Environment.Version} ClientWebSocket over SocketsHttpHandler",
            More = carrier.Facts.More.Concat(more).ToDictionary(),
        };
        Facts = CodedFacts.Describe(facts, settings, "WebSocket messages", carrier.Facts.Protocol);
    }

    public ConnectionFacts Facts { get; }

    public EncodedSizes? Encoded => _orders?.Encoded;

    /// <summary>Of the transport below; the upgrade is a request like any other.</summary>
    public ConnectionPhases Phases => _carrier.Phases;

    public ServerNotices Notices => _carrier.Notices;

    /// <exception cref="IOException">The server refused the upgrade, or speaks another version of HTTP.</exception>
    public static async ValueTask<WebSocketConnection> UpgradeAsync(
        HttpCarrier carrier, EndpointSettings settings, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = carrier.Version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        if (settings.KeepAlive is { ByProtocol: true } asked)
        {
            (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (asked.After, asked.Within);
        }

        if (settings.Site is { } site)
        {
            return await UpgradeSiteAsync(carrier, settings, site, socket, cancellationToken);
        }

        var address = new UriBuilder(carrier.Authority) { Scheme = settings.Tls is null ? Uri.UriSchemeWs : Uri.UriSchemeWss };
        try
        {
            await socket.ConnectAsync(address.Uri, carrier.Invoker, cancellationToken);
        }
        catch (WebSocketException error)
        {
            socket.Dispose();
            throw new IOException($"the upgrade to WebSocket over {carrier.Facts.Protocol} failed: {error.Message}", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new WebSocketConnection(carrier, socket, settings);
    }

    private static async ValueTask<WebSocketConnection> UpgradeSiteAsync(
        HttpCarrier carrier, EndpointSettings settings, ForeignSite site, ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var upgrade = new SiteUpgrade(carrier, site);
        try
        {
            await upgrade.ConnectAsync(socket, cancellationToken);
            var connection = new WebSocketConnection(carrier, socket, settings, upgrade.Facts(socket));
            await connection.GreetAsync(site, cancellationToken);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_socket.State is not WebSocketState.Open)
        {
            if (_socket.CloseStatus is not null)
            {
                ThrowIfClosed(new(0, WebSocketMessageType.Close, true), cut: false);
            }

            throw new ConnectionEndedException($"the WebSocket is {_socket.State}, and a connection never reconnects");
        }

        try
        {
            var message = request.Messages is [var only, ..] ? only : ReadOnlyMemory<byte>.Empty;
            await _socket.SendAsync(message, _forms.Of(request), endOfMessage: true, cancellationToken);
            var sentAt = Stopwatch.GetTimestamp();
            long received = 0;
            long firstByteAt = 0;
            while (true)
            {
                var part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
                firstByteAt = firstByteAt == 0 ? Stopwatch.GetTimestamp() : firstByteAt;
                ThrowIfClosed(part, cut: received > 0);
                received += part.Count;
                if (part.EndOfMessage)
                {
                    return new Reply(0, received, Math.Min(sentAt, firstByteAt), firstByteAt);
                }
            }
        }
        catch (WebSocketException error)
        {
            throw Broken(error, cancellationToken);
        }
    }

    /// <summary>The client's first message, and those that the server sends of its own accord.</summary>
    private async ValueTask GreetAsync(ForeignSite site, CancellationToken cancellationToken)
    {
        try
        {
            if (site.FirstMessage is { } first)
            {
                await _socket.SendAsync(
                    Encoding.UTF8.GetBytes(first).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }

            for (var greeting = 0; greeting < site.ServerGreetings; greeting++)
            {
                await ReceiveMessageAsync(meter: null, cancellationToken);
            }
        }
        catch (WebSocketException error)
        {
            throw Broken(error, cancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (_orders is not null)
            {
                ThrowIfClosed(await _orders.ExchangeAsync(request.Length, responseBytes, cancellationToken), cut: false);
                return;
            }

            await SendRequestAsync(request, responseBytes, cancellationToken);
            var received = await ReceiveMessageAsync(meter: null, cancellationToken);
            if (received != responseBytes)
            {
                throw new BadResponseException($"the response has {received} bytes, asked for were {responseBytes}");
            }

            // No bytes: what comes stays for the next exchange, but for the end of a message without any.
            _ahead = _receivesAhead ? _socket.ReceiveAsync(Memory<byte>.Empty, _aheadLimit.Token).AsTask() : null;
        }
        catch (WebSocketException error)
        {
            throw Broken(error, cancellationToken);
        }
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        var command = new WebSocketCommand(WebSocketCommandKind.Download, transfer.MessageBytes, transfer.TotalBytes);
        var (bytesBefore, messagesBefore) = (transfer.Meter.Bytes, transfer.Meter.Messages);
        long received = 0;
        try
        {
            await SendCommandAsync(command, limit.Token);
            while (received < transfer.TotalBytes)
            {
                received += await ReceiveMessageAsync(transfer.Meter, limit.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException
            && stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new TransferTotals(null, transfer.Meter.Bytes - bytesBefore, null, transfer.Meter.Messages - messagesBefore);
        }
        catch (WebSocketException error)
        {
            throw Broken(error, cancellationToken);
        }

        var messages = transfer.Meter.Messages - messagesBefore;
        return received == transfer.TotalBytes
            ? new TransferTotals(received, received, messages, messages)
            : throw new BadResponseException($"the download has {received} bytes, asked for were {transfer.TotalBytes}");
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        long sent = 0;
        long messages = 0;
        try
        {
            await SendCommandAsync(new WebSocketCommand(WebSocketCommandKind.Upload, 0, 0), cancellationToken);
            while (sent < transfer.TotalBytes && !stop.IsCancellationRequested)
            {
                var length = Math.Min(transfer.MessageBytes, transfer.TotalBytes - sent);
                await _socket.SendPayloadAsync(length, cancellationToken);
                sent += length;
                messages++;
                transfer.Meter.Add(length);
            }

            await _socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            var (bytesReceived, messagesReceived) = await ReceiveUploadAnswerAsync(cancellationToken);
            return new TransferTotals(sent, bytesReceived, messages, messagesReceived);
        }
        catch (WebSocketException error)
        {
            throw Broken(error, cancellationToken);
        }
    }

    public async ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        cancellationToken.ThrowIfCancellationRequested();
        _buffer[0] = (byte)WebSocketCommandKind.Messages;
        var length = 1 + Encoding.ASCII.GetBytes(application, _buffer.AsSpan(1));
        try
        {
            await _socket.SendAsync(_buffer.AsMemory(0, length), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException error)
        {
            throw Broken(error, cancellationToken);
        }

        return new WebSocketMessageStream(_socket, () => ThrowIfClosed(new(0, WebSocketMessageType.Close, true), cut: true));
    }

    public ValueTask DisposeAsync()
    {
        // No closing handshake: it would wait for the peer, and the connection ends here in any case.
        _socket.Dispose();
        return _carrier.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendRequestAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        var command = new WebSocketCommand(WebSocketCommandKind.Exchange, responseBytes, 0).Write(_buffer);
        if (command + request.Length <= _buffer.Length)
        {
            // One frame, one system call; the copy costs less than a second frame.
            request.CopyTo(_buffer.AsMemory(command));
            await _socket.SendAsync(
                _buffer.AsMemory(0, command + request.Length), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            return;
        }

        await _socket.SendAsync(_buffer.AsMemory(0, command), WebSocketMessageType.Binary, endOfMessage: false, cancellationToken);
        await _socket.SendAsync(request, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    private ValueTask SendCommandAsync(WebSocketCommand command, CancellationToken cancellationToken)
    {
        var length = command.Write(_buffer);
        return _socket.SendAsync(_buffer.AsMemory(0, length), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> ReceiveMessageAsync(TransferMeter? meter, CancellationToken cancellationToken)
    {
        long received = 0;
        while (true)
        {
            var part = await ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            ThrowIfClosed(part, cut: received > 0);
            Payload.VerifyIf(_verify, _buffer.AsSpan(0, part.Count), received);

            received += part.Count;
            meter?.Add(part.Count, part.EndOfMessage ? 1 : 0);
            if (part.EndOfMessage)
            {
                return received;
            }
        }
    }

    private ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_ahead is not { } ahead)
        {
            return _socket.ReceiveAsync(buffer, cancellationToken);
        }

        _ahead = null;
        return TakeAsync(ahead, cancellationToken);
    }

    // Who gives up the exchange ends that receive with it, as any other: left alone it would go on beside the next.
    private async ValueTask<ValueWebSocketReceiveResult> TakeAsync(
        Task<ValueWebSocketReceiveResult> ahead, CancellationToken cancellationToken)
    {
        using var givenUp = cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), _aheadLimit);
        return await ahead;
    }

    private async ValueTask<(long Bytes, long Messages)> ReceiveUploadAnswerAsync(CancellationToken cancellationToken)
    {
        var received = 0;
        while (true)
        {
            var part = await ReceiveAsync(_buffer.AsMemory(received), cancellationToken);
            ThrowIfClosed(part, cut: true);
            received += part.Count;
            if (part.EndOfMessage)
            {
                break;
            }
        }

        return received == WebSocketCommand.UploadAnswerBytes
            ? (BinaryPrimitives.ReadInt64LittleEndian(_buffer), BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(sizeof(long))))
            : throw new BadResponseException($"the server answered the upload with {received} bytes instead of its counts");
    }

    /// <param name="part">What was received.</param>
    /// <param name="cut">Has some of the answer come already?</param>
    private void ThrowIfClosed(ValueWebSocketReceiveResult part, bool cut)
    {
        if (part.MessageType == WebSocketMessageType.Close)
        {
            if (!cut && _socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable)
            {
                // A close frame says that no answer follows (RFC 6455, 5.5.1), so the message that was on its way meanwhile is not answered
                // here.
                Notices.Close($"WebSocket close {(int)_socket.CloseStatus}");
                throw new ConnectionEndedException(
                    $"the server has closed the WebSocket as it announced ({Notices.Closing})")
                { Announced = true };
            }

            var why = $"the server closed the WebSocket: {_socket.CloseStatus} {_socket.CloseStatusDescription}".TrimEnd();
            throw _socket.CloseStatus == WebSocketCloseStatus.InvalidPayloadData ? new BadResponseException(why) : new IOException(why);
        }
    }

    /// <summary>
    /// A token that ends one receive aborts the WebSocket, which the next call may be the first to notice: still a cancellation.
    /// </summary>
    private static Exception Broken(
        WebSocketException error, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(error.Message, error, cancellationToken)
        : new IOException($"the WebSocket is broken: {error.Message}", error);
}
