using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Shared;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>The server's side of one WebSocket: answers commands in their order until the client closes.</summary>
internal sealed class WebSocketSession(WebSocket socket, TransferMeter uploads, EndpointSettings settings)
{
    private readonly bool _verify = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork, settings.Requests);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly AnswerGate _gate = new();
    private OrderBody? _orders;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (start, part) = await ReceiveStartAsync(cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                }

                return;
            }

            if (!_gate.TryBegin())
            {
                // A close frame has been sent, and nothing may follow it (RFC 6455, 5.5.1): until the client's comes, all is dropped.
                await SkipAsync(part.EndOfMessage, cancellationToken);
                continue;
            }

            if (WebSocketCommand.Read(_buffer.AsSpan(0, start)) is not { } command)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.InvalidPayloadData, "a message that is no command", cancellationToken);
                return;
            }

            if (command.Kind == WebSocketCommandKind.Messages)
            {
                await RunApplicationAsync(start, part.EndOfMessage, cancellationToken);
                return;
            }

            try
            {
                await AnswerAsync(command, start, part.EndOfMessage, cancellationToken);
            }
            catch (BadResponseException error)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.InvalidPayloadData, error.Message, cancellationToken);
                return;
            }

            if (!_gate.TryWaitAgain())
            {
                await LeaveAsync();
            }
        }
    }

    /// <summary>Tells the client that the server goes away, behind the answer that is being given.</summary>
    public async Task EndAsync()
    {
        if (!_gate.Close())
        {
            return;
        }

        try
        {
            await LeaveAsync();
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // The client was first.
        }
    }

    // 1001: "going away", such as a server going down (RFC 6455, 7.4.1).
    private Task LeaveAsync() =>
        socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the server stops", CancellationToken.None);

    private async ValueTask SkipAsync(bool complete, CancellationToken cancellationToken)
    {
        while (!complete)
        {
            complete = (await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken)).EndOfMessage;
        }
    }

    private ValueTask AnswerAsync(
        WebSocketCommand command, int start, bool complete, CancellationToken cancellationToken) => command.Kind switch
        {
            WebSocketCommandKind.Exchange => ExchangeAsync(command.Size, start, complete, cancellationToken),
            WebSocketCommandKind.Download => DownloadAsync(command, cancellationToken),
            WebSocketCommandKind.JsonOrder or WebSocketCommandKind.ProtobufOrder =>
                AnswerOrderAsync(command.Kind, start, complete, cancellationToken),
            _ => UploadAsync(cancellationToken),
        };

    /// <summary>Receives at least a command's length of the next message, or all of it when it is shorter.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(int Start, ValueWebSocketReceiveResult Part)> ReceiveStartAsync(CancellationToken cancellationToken)
    {
        var start = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(start), cancellationToken);
            start += part.Count;
            if (part.EndOfMessage || start >= WebSocketCommand.LargestBytes)
            {
                return (start, part);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ExchangeAsync(int responseBytes, int start, bool complete, CancellationToken cancellationToken)
    {
        while (_work.ReadsIds && !complete && start < WebSocketCommand.ExchangeBytes + RequestId.Bytes)
        {
            var more = await socket.ReceiveAsync(_buffer.AsMemory(start), cancellationToken);
            start += more.Count;
            complete = more.EndOfMessage;
        }

        var id = _work.ReadsIds ? RequestId.Read(_buffer.AsSpan(WebSocketCommand.ExchangeBytes..start)) : default;
        long received = start - WebSocketCommand.ExchangeBytes;
        Payload.VerifyIf(_verify, _buffer.AsSpan(WebSocketCommand.ExchangeBytes, (int)received), 0);
        while (!complete)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            Payload.VerifyIf(_verify, _buffer.AsSpan(0, part.Count), received);
            received += part.Count;
            complete = part.EndOfMessage;
        }

        _work.TryDo(id);
        await socket.SendPayloadAsync(responseBytes, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerOrderAsync(WebSocketCommandKind kind, int start, bool complete, CancellationToken cancellationToken)
    {
        var codec = MessageCodec.Of(kind == WebSocketCommandKind.JsonOrder ? Codec.Json : Codec.Protobuf)!;
        if (_orders?.Codec != codec)
        {
            _orders = new OrderBody(codec, compress: false);
        }

        IOrder order;
        if (complete)
        {
            order = _orders.Decode(new ReadOnlySequence<byte>(_buffer, 1, start - 1), compressed: false);
        }
        else
        {
            _orders.BeginReceiving();
            _orders.Receive(new ReadOnlySequence<byte>(_buffer, 1, start - 1));
            while (!complete)
            {
                var part = await socket.ReceiveAsync(_orders.Room(_buffer.Length), cancellationToken);
                _orders.Received(part.Count);
                complete = part.EndOfMessage;
                if (_orders.Whole.Length > CodedLimits.LargestEncodedBytes)
                {
                    throw new BadResponseException($"the order is larger than {CodedLimits.LargestEncodedBytes} bytes");
                }
            }

            order = _orders.Decode(compressed: false);
        }

        var answer = codec.Answer(order, _verify);
        _work.Do();
        var encoded = _orders.Encode(answer);
        codec.Return(answer);
        await socket.SendAsync(encoded, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    private async ValueTask DownloadAsync(WebSocketCommand command, CancellationToken cancellationToken)
    {
        for (long sent = 0; sent < command.TotalBytes;)
        {
            var length = Math.Min(command.Size, command.TotalBytes - sent);
            await socket.SendPayloadAsync(length, cancellationToken);
            sent += length;
        }
    }

    private async ValueTask UploadAsync(CancellationToken cancellationToken)
    {
        long bytes = 0;
        long messages = 0;
        while (await ReceiveUploadedAsync(cancellationToken) is var length and > 0)
        {
            bytes += length;
            messages++;
        }

        BinaryPrimitives.WriteInt64LittleEndian(_buffer, bytes);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(sizeof(long)), messages);
        await socket.SendAsync(
            _buffer.AsMemory(0, WebSocketCommand.UploadAnswerBytes), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> ReceiveUploadedAsync(CancellationToken cancellationToken)
    {
        long length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            }

            Payload.VerifyIf(_verify, _buffer.AsSpan(0, part.Count), length);
            length += part.Count;
            if (length > 0)
            {
                uploads.Add(part.Count, part.EndOfMessage ? 1 : 0);
            }

            if (part.EndOfMessage)
            {
                return length;
            }
        }
    }

    private async ValueTask RunApplicationAsync(int start, bool complete, CancellationToken cancellationToken)
    {
        while (!complete && start < _buffer.Length)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(start), cancellationToken);
            start += part.Count;
            complete = part.EndOfMessage;
        }

        var stream = new WebSocketMessageStream(socket, closed: null);
        await ApplicationHost.RunAsync(
            settings.Applications, Encoding.ASCII.GetString(_buffer, 1, start - 1), stream, stream.FailAsync, cancellationToken);
    }
}
