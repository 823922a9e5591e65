using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>One bidirectional streaming call.</summary>
internal sealed class GrpcDuplexCall(
    AsyncDuplexStreamingCall<ExchangeRequest, ExchangeReply> call,
    HttpCarrier carrier,
    bool verify,
    DateTime? deadline,
    CancellationToken cancellationToken)
    : IBidirectionalCall
{
    // Sizes asked for and not yet answered, in order.
    private readonly ConcurrentQueue<int> _due = new();

    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> request, int responseBytes)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();

        // Before it is sent: its response may be there before this continues.
        _due.Enqueue(responseBytes);
        try
        {
            await call.RequestStream.WriteAsync(
                new ExchangeRequest { Payload = UnsafeByteOperations.UnsafeWrap(request), ResponseBytes = responseBytes });
            return true;
        }
        catch (Exception error) when (error is RpcException or IOException or HttpRequestException)
        {
            // Not why: when the server ends the call, a write can see its end before its status has been read.
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    public async ValueTask<bool> ReceiveAsync()
    {
        try
        {
            if (!await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                return _due.IsEmpty ? false : throw new BadResponseException($"the call ended with {_due.Count} requests unanswered");
            }
        }
        catch (RpcException error)
        {
            throw GrpcFailure.Translate(error, carrier, cancellationToken, deadline);
        }

        if (!_due.TryDequeue(out var expected))
        {
            throw new BadResponseException("the call has a response that nobody asked for");
        }

        GrpcReply.Check(call.ResponseStream.Current, expected, verify);
        return true;
    }

    public async ValueTask CompleteAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        await call.RequestStream.CompleteAsync();
    }

    public ValueTask DisposeAsync()
    {
        call.Dispose();
        return ValueTask.CompletedTask;
    }
}
