using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The service of protobench.proto.</summary>
internal sealed class BenchService(TransferMeter uploads, EndpointSettings settings) : Bench.BenchBase
{
    private readonly bool _verify = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork, settings.Requests);

    // Most exchanges ask for the size the one before asked for. Only the object is kept; it is serialised anew every time.
    private ExchangeReply _latestReply = new();

    public override Task<ExchangeReply> Exchange(ExchangeRequest request, ServerCallContext context) => Task.FromResult(Answer(request));

    public override async Task Download(
        DownloadRequest request, IServerStreamWriter<PayloadMessage> responseStream, ServerCallContext context)
    {
        if (request.MessageBytes is < 1 or > ProtocolTraits.LargestMessageBytes || request.TotalBytes < 0)
        {
            throw Refuse($"message_bytes is {request.MessageBytes} and total_bytes is {request.TotalBytes}");
        }

        var message = new PayloadMessage { Payload = SharedPayload.Of(request.MessageBytes) };
        for (var rest = request.TotalBytes; rest > 0; rest -= message.Payload.Length)
        {
            if (rest < message.Payload.Length)
            {
                message.Payload = SharedPayload.Of((int)rest);
            }

            await responseStream.WriteAsync(message, context.CancellationToken);
        }
    }

    public override async Task<UploadReply> Upload(IAsyncStreamReader<PayloadMessage> requestStream, ServerCallContext context)
    {
        var reply = new UploadReply();
        while (await requestStream.MoveNext(CancellationToken.None))
        {
            var payload = requestStream.Current.Payload;
            RefuseWrong(payload.Span);
            uploads.Add(payload.Length);
            reply.Bytes += payload.Length;
            reply.Messages++;
        }

        return reply;
    }

    public override async Task Converse(
        IAsyncStreamReader<ExchangeRequest> requestStream, IServerStreamWriter<ExchangeReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(CancellationToken.None))
        {
            await responseStream.WriteAsync(Answer(requestStream.Current), context.CancellationToken);
        }
    }

    public override async Task Messages(
        IAsyncStreamReader<StreamMessage> requestStream, IServerStreamWriter<StreamMessage> responseStream, ServerCallContext context)
    {
        var failure = "";
        var stream = new GrpcServerMessageStream(requestStream, responseStream);
        await ApplicationHost.RunAsync(
            settings.Applications,
            context.RequestHeaders.GetValue(GrpcMessageStream.ApplicationHeader) ?? "",
            stream,
            why =>
            {
                failure = why;
                return stream.LeaveAsync();
            },
            context.CancellationToken);
        if (failure.Length > 0)
        {
            throw new RpcException(new Status(StatusCode.Aborted, failure));
        }
    }

    private static RpcException Refuse(string why) => new(new Status(StatusCode.InvalidArgument, why));

    private ExchangeReply Answer(ExchangeRequest request)
    {
        RefuseWrong(request.Payload.Span);
        if (request.ResponseBytes is < 0 or > ProtocolTraits.LargestMessageBytes)
        {
            throw Refuse($"response_bytes is {request.ResponseBytes}; 0 to {ProtocolTraits.LargestMessageBytes} are possible");
        }

        _work.TryDo(_work.ReadsIds ? RequestId.Read(request.Payload.Span) : default);
        var reply = Volatile.Read(ref _latestReply);
        if (reply.Payload.Length != request.ResponseBytes)
        {
            reply = new ExchangeReply { Payload = SharedPayload.Of(request.ResponseBytes) };
            Volatile.Write(ref _latestReply, reply);
        }

        return reply;
    }

    private void RefuseWrong(ReadOnlySpan<byte> payload)
    {
        try
        {
            Payload.VerifyIf(_verify, payload);
        }
        catch (BadResponseException error)
        {
            throw Refuse(error.Message);
        }
    }
}
