using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The client's side: one HTTP/2 connection, one stream per call.</summary>
internal sealed class GrpcConnection : INoticedConnection
{
    private const int DownloadBufferBytes = 256 * 1024;

    private readonly HttpCarrier _carrier;
    private readonly bool _verify;
    private readonly TimeSpan? _deadline;
    private readonly ConcurrentQueue<GrpcLane> _idleLanes = new();

    public GrpcConnection(HttpCarrier carrier, EndpointSettings settings, TimeSpan? deadline)
    {
        _carrier = carrier;
        _verify = settings.VerifyContent;
        _deadline = deadline;
        Facts = carrier.Facts with
        {
            Protocol = "gRPC over HTTP/2",
            Client = $"ProtoBench gRPC framing over {carrier.Facts.Client}",
            More = new Dictionary<string, string>(carrier.Facts.More)
            {
                ["protobuf"] = $"Google.Protobuf {typeof(IMessage).Assembly.GetName().Version?.ToString(3)}",
            },
        };
    }

    public ConnectionFacts Facts { get; }

    public ServerNotices Notices => _carrier.Notices;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idleLanes.TryDequeue(out var lane))
        {
            lane = new GrpcLane(_carrier, _verify, _deadline);
        }

        // A lane whose exchange failed is dropped: HttpClient may still hold its request.
        await lane.ExchangeAsync(request, responseBytes, cancellationToken);
        _idleLanes.Enqueue(lane);
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        using var content = new GrpcMessageContent();
        content.Message(new DownloadRequest { MessageBytes = transfer.MessageBytes, TotalBytes = transfer.TotalBytes });
        using var request = GrpcRequest.Create(_carrier, BenchService.DownloadPath, content, _deadline);
        long bytes = 0;
        long messages = 0;
        try
        {
            using var response = await _carrier.SendAsync(request, limit.Token);
            var reader = new GrpcResponseReader(Math.Max(transfer.MessageBytes, DownloadBufferBytes));
            reader.Open(await GrpcResponse.OpenAsync(response, limit.Token));
            while (await reader.ReadAsync(limit.Token) is { } frame)
            {
                var payload = GrpcResponse.Parse(PayloadMessage.Parser, frame).Payload;
                VerifyIfAsked(payload.Span);
                bytes += payload.Length;
                messages++;
                transfer.Meter.Add(payload.Length);

                // HttpClient looks at the token only when it has to wait, and a fast server never lets it.
                limit.Token.ThrowIfCancellationRequested();
            }

            GrpcResponse.RequireOk(response);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new TransferTotals(null, bytes, null, messages);
        }

        return bytes == transfer.TotalBytes
            ? new TransferTotals(bytes, bytes, messages, messages)
            : throw new BadResponseException($"the download ended after {bytes} of {transfer.TotalBytes} bytes");
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var content = new GrpcUploadContent(transfer, stop);
        using var request = GrpcRequest.Create(_carrier, BenchService.UploadPath, content, _deadline);
        using var response = await _carrier.SendAsync(request, cancellationToken);
        var reader = new GrpcResponseReader(GrpcFrame.PrefixBytes);
        reader.Open(await GrpcResponse.OpenAsync(response, cancellationToken));
        var frame = await reader.ReadAsync(cancellationToken);
        var reply = frame is null ? null : GrpcResponse.Parse(UploadReply.Parser, frame.Value);
        await GrpcResponse.RequireEndAsync(reader, response, cancellationToken);
        return reply is not null
            ? new TransferTotals(content.BytesSent, reply.Bytes, content.MessagesSent, reply.Messages)
            : throw new BadResponseException("the response to the upload has no message");
    }

    public async ValueTask DisposeAsync()
    {
        await _carrier.DisposeAsync();
        while (_idleLanes.TryDequeue(out var lane))
        {
            lane.Dispose();
        }
    }

    private void VerifyIfAsked(ReadOnlySpan<byte> payload)
    {
        if (_verify)
        {
            Payload.Verify(payload);
        }
    }
}
