using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>An HTTP/2 server without any gRPC in it that answers every call with the octets it was given.</summary>
internal static class MisbehavingGrpcServer
{
    /// <param name="answer">What is sent.</param>
    public static async Task<IProtocolServer> StartAsync(GrpcAnswer answer) => await KestrelHost.StartAsync(
        new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) },
        HttpDialect.Http2,
        new TransferMeter(),
        features => AnswerAsync(features, answer),
        Limits.Token());

    public static async Task<IBidirectionalConnection> ConnectAsync(IProtocolServer server, TimeSpan? deadline = null) =>
        Assert.IsAssignableFrom<IBidirectionalConnection>(
            await new GrpcProtocol(deadline).ConnectAsync(new() { EndPoint = server.EndPoint, VerifyContent = true }, Limits.Token()));

    private static async Task AnswerAsync(IFeatureCollection features, GrpcAnswer answer)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = answer.HttpStatus;
        response.Headers.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        var body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (answer.Body is { } octets)
        {
            await body.Writer.WriteAsync(octets);
            await body.Writer.FlushAsync();
        }

        switch (answer.Ending)
        {
            case GrpcEnding.Never:
                var aborted = new TaskCompletionSource();
                features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted.Register(aborted.SetResult);
                await aborted.Task;
                break;
            case GrpcEnding.ResetsStream:
                features.GetRequiredFeature<IHttpResetFeature>().Reset(answer.ResetCode);
                break;
            case GrpcEnding.ClosesConnection:
                features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
                break;
            default:
                foreach (var (name, value) in answer.Trailers)
                {
                    features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers[name] = value;
                }

                break;
        }
    }
}
