using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>The client's side of typed messages on one WebSocket, one exchange at a time.</summary>
internal sealed class OrderMessages(ClientWebSocket socket, MessageCodec codec, bool verify)
{
    private readonly OrderBody _body = new(codec, compress: false);
    private readonly byte _kind = (byte)(codec is JsonCodec ? WebSocketCommandKind.JsonOrder : WebSocketCommandKind.ProtobufOrder);

    /// <summary>What the last exchange was encoded in.</summary>
    public EncodedSizes? Encoded { get; private set; }

    /// <returns>The last part that was received: the end of the answer, or a close.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ValueWebSocketReceiveResult> ExchangeAsync(
        int requestBytes, int responseBytes, CancellationToken cancellationToken)
    {
        var order = codec.Rent(requestBytes, OrderContent.NextId(), responseBytes);
        var id = order.Id;
        var encoded = _body.Encode(order, _kind);
        codec.Return(order);
        var plain = _body.PlainBytes;
        await socket.SendAsync(encoded, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        _body.BeginReceiving();
        while (true)
        {
            var part = await socket.ReceiveAsync(_body.Room(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return part;
            }

            _body.Received(part.Count);
            if (part.EndOfMessage)
            {
                OrderContent.CheckAnswer(_body.Decode(compressed: false), id, responseBytes, verify);
                if (Encoded is not { } known || known.Request != plain || known.Response != _body.PlainBytes)
                {
                    Encoded = new(plain, _body.PlainBytes, null, null);
                }

                return part;
            }

            if (_body.Whole.Length > CodedLimits.LargestEncodedBytes)
            {
                throw new BadResponseException($"the response is larger than {CodedLimits.LargestEncodedBytes} bytes");
            }
        }
    }
}
