using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The server's side of gRPC's HTTP/2 mapping: which call is meant, its deadline, and the trailers that say how it ended.</summary>
internal sealed class GrpcCalls(BenchService service)
{
    private const string ContentType = "application/grpc";
    private const int UnsupportedMediaType = 415;

    public async Task HandleAsync(IFeatureCollection features)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        if (!IsGrpc(request.Headers.ContentType))
        {
            // Not gRPC at all, so the answer is HTTP's (PROTOCOL-HTTP2.md, "Requests").
            response.StatusCode = UnsupportedMediaType;
            return;
        }

        response.Headers.ContentType = ContentType;
        response.Headers.GrpcAcceptEncoding = "identity";
        var trailers = features.GetRequiredFeature<IHttpResponseTrailersFeature>();
        try
        {
            await CallAsync(features, request);
            trailers.Trailers.GrpcStatus = "0";
        }
        catch (GrpcStatusException error)
        {
            trailers.Trailers.GrpcStatus = GrpcStatusNames.Wire(error.Status);
            trailers.Trailers.GrpcMessage = GrpcMessageText.Encode(error.Message);
        }
    }

    private static bool IsGrpc(StringValues header) =>
        header is [{ } type]
        && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';');

    private Task CallAsync(IFeatureCollection features, IHttpRequestFeature request)
    {
        var timeout = request.Headers.GrpcTimeout;
        if (timeout.Count == 0)
        {
            // The token of Kestrel costs an allocation, and only an endless stream needs it: reads and flushes notice a lost client.
            return DispatchAsync(features, request, CancellationToken.None);
        }

        return timeout is [{ } text] && GrpcTimeout.Parse(text) is { } deadline
            ? CallWithinAsync(deadline, features, request)
            : throw new GrpcStatusException(GrpcStatus.Internal, $"malformed grpc-timeout '{timeout}'");
    }

    private async Task CallWithinAsync(TimeSpan deadline, IFeatureCollection features, IHttpRequestFeature request)
    {
        using var timer = new CancellationTokenSource(deadline);
        try
        {
            await DispatchAsync(features, request, timer.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            throw new GrpcStatusException(GrpcStatus.DeadlineExceeded, "the deadline of the call is over");
        }
    }

    private Task DispatchAsync(IFeatureCollection features, IHttpRequestFeature request, CancellationToken deadline)
    {
        var encoding = request.Headers.GrpcEncoding is [{ } named] ? named : null;
        var reader = new GrpcRequestReader(features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, encoding, deadline);
        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        return request.RawTarget switch
        {
            BenchService.ExchangePath => service.ExchangeAsync(reader, writer),
            BenchService.DownloadPath => DownloadAsync(features, reader, writer, deadline),
            BenchService.UploadPath => service.UploadAsync(reader, writer),
            var other => throw new GrpcStatusException(GrpcStatus.Unimplemented, $"there is no method {other}"),
        };
    }

    private static async Task DownloadAsync(IFeatureCollection features, GrpcRequestReader reader, PipeWriter writer, CancellationToken deadline)
    {
        var aborted = features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, deadline);
        await BenchService.DownloadAsync(reader, writer, either.Token);
    }
}
