using System.IO.Pipelines;
using ProtoBench.Protocols.Grpc.V1;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The service of protobench.proto.</summary>
internal sealed class BenchService(TransferMeter uploads, bool verify, ServerWork work)
{
    public const string ExchangePath = "/protobench.v1.Bench/Exchange";
    public const string DownloadPath = "/protobench.v1.Bench/Download";
    public const string UploadPath = "/protobench.v1.Bench/Upload";

    // Most exchanges ask for the size the one before asked for. Only the object is kept; it is serialised anew every time.
    private ExchangeReply _latestReply = new();

    public async Task ExchangeAsync(GrpcRequestReader reader, PipeWriter writer)
    {
        var request = await reader.ReadOnlyOneAsync(ExchangeRequest.Parser);
        VerifyIfAsked(request.Payload.Span);
        if (request.ResponseBytes is < 0 or > ProtocolTraits.LargestMessageBytes)
        {
            throw new GrpcStatusException(
                GrpcStatus.InvalidArgument, $"response_bytes is {request.ResponseBytes}; 0 to {ProtocolTraits.LargestMessageBytes} are possible");
        }

        work.Do();

        // Not flushed: Kestrel sends headers, message and trailers together when the call is done.
        GrpcFrame.Write(writer, ReplyOf(request.ResponseBytes));
    }

    public static async Task DownloadAsync(GrpcRequestReader reader, PipeWriter writer, CancellationToken cancellationToken)
    {
        var request = await reader.ReadOnlyOneAsync(DownloadRequest.Parser);
        if (request.MessageBytes is < 1 or > ProtocolTraits.LargestMessageBytes || request.TotalBytes < 0)
        {
            throw new GrpcStatusException(
                GrpcStatus.InvalidArgument, $"message_bytes is {request.MessageBytes} and total_bytes is {request.TotalBytes}");
        }

        // Kestrel resets the stream when a flush is cancelled by its token; a flush that is only interrupted leaves it able to send the status.
        using var interruption = cancellationToken.UnsafeRegister(static state => ((PipeWriter)state!).CancelPendingFlush(), writer);
        var message = new PayloadMessage { Payload = SharedPayload.Of(request.MessageBytes) };
        for (var rest = request.TotalBytes; rest > 0; rest -= message.Payload.Length)
        {
            if (rest < message.Payload.Length)
            {
                message.Payload = SharedPayload.Of((int)rest);
            }

            cancellationToken.ThrowIfCancellationRequested();
            GrpcFrame.Write(writer, message);
            await writer.FlushAsync(CancellationToken.None);
        }
    }

    public async Task UploadAsync(GrpcRequestReader reader, PipeWriter writer)
    {
        var reply = new UploadReply();
        while (await reader.ReadAsync(PayloadMessage.Parser) is { } message)
        {
            VerifyIfAsked(message.Payload.Span);
            uploads.Add(message.Payload.Length);
            reply.Bytes += message.Payload.Length;
            reply.Messages++;
        }

        GrpcFrame.Write(writer, reply);
    }

    private ExchangeReply ReplyOf(int responseBytes)
    {
        var reply = Volatile.Read(ref _latestReply);
        if (reply.Payload.Length != responseBytes)
        {
            reply = new ExchangeReply { Payload = SharedPayload.Of(responseBytes) };
            Volatile.Write(ref _latestReply, reply);
        }

        return reply;
    }

    private void VerifyIfAsked(ReadOnlySpan<byte> payload)
    {
        if (!verify)
        {
            return;
        }

        try
        {
            Payload.Verify(payload);
        }
        catch (BadResponseException error)
        {
            throw new GrpcStatusException(GrpcStatus.InvalidArgument, error.Message);
        }
    }
}
