using System.Runtime.CompilerServices;
using Google.Protobuf;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The request object and the buffers of one unary call at a time, used again for the next.</summary>
internal sealed class GrpcLane : IDisposable
{
    private const int UsualResponseBytes = 4 * 1024;

    private readonly HttpCarrier _carrier;
    private readonly bool _verify;
    private readonly GrpcMessageContent _content = new();
    private readonly ExchangeRequest _message = new();
    private readonly GrpcResponseReader _reader = new(UsualResponseBytes);
    private readonly HttpRequestMessage _request;

    public GrpcLane(HttpCarrier carrier, bool verify, TimeSpan? deadline)
    {
        _carrier = carrier;
        _verify = verify;
        _request = GrpcRequest.Create(carrier, BenchService.ExchangePath, _content, deadline);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> payload, int responseBytes, CancellationToken cancellationToken)
    {
        // Serialised before it is sent, so the caller's memory is never looked at afterwards.
        _message.Payload = UnsafeByteOperations.UnsafeWrap(payload);
        _message.ResponseBytes = responseBytes;
        _content.Message(_message);
        using var response = await _carrier.SendAsync(_request, cancellationToken);
        _reader.Open(await GrpcResponse.OpenAsync(response, cancellationToken));
        var frame = await _reader.ReadAsync(cancellationToken);
        var received = frame is null ? -1 : Check(frame.Value);
        await GrpcResponse.RequireEndAsync(_reader, response, cancellationToken);
        if (received != responseBytes)
        {
            throw new BadResponseException(
                received < 0 ? "the response has no message" : $"the response has {received} bytes, asked for were {responseBytes}");
        }
    }

    public void Dispose()
    {
        _request.Dispose();
        _content.Dispose();
    }

    private int Check(ReadOnlyMemory<byte> frame)
    {
        var payload = GrpcResponse.Parse(ExchangeReply.Parser, frame).Payload;
        if (_verify)
        {
            Payload.Verify(payload.Span);
        }

        return payload.Length;
    }
}
