using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// Gives a GrpcChannel our one connection. grpc-dotnet takes it as a handler it knows nothing of, so it neither dials, balances nor reconnects.
/// </summary>
internal sealed class CarrierHandler(HttpCarrier carrier) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await carrier.Invoker.SendAsync(request, cancellationToken);
        carrier.RequireVersion(response);
        return response;
    }
}
