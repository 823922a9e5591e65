using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// Gives a GrpcChannel our one connection. grpc-dotnet takes it as a handler it knows nothing of, so it neither dials, balances nor
/// reconnects.
/// </summary>
internal sealed class CarrierHandler(HttpCarrier carrier) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await carrier.Invoker.SendAsync(request, cancellationToken);
            carrier.RequireVersion(response);
            return response;
        }
        catch (HttpRequestException error) when (carrier.EndBehind(error, responding: false) is { } ended)
        {
            throw ended;
        }
        catch (HttpRequestException error)
        {
            if (await carrier.ExplainAsync(error, cancellationToken) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }
}
