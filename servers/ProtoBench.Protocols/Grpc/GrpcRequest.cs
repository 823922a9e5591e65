using System.Net.Http.Headers;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>Request-Headers of a call (PROTOCOL-HTTP2.md, "Requests").</summary>
internal static class GrpcRequest
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    public static HttpRequestMessage Create(HttpCarrier carrier, string path, HttpContent content, TimeSpan? deadline)
    {
        var request = carrier.CreateRequest(HttpMethod.Post, path);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("user-agent", "grpc-protobench/1");
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        if (deadline is { } timeout)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Format(timeout));
        }

        content.Headers.ContentType = ContentType;
        request.Content = content;
        return request;
    }
}
