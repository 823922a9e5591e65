using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// Hands Kestrel's requests straight to a handler. Without an HttpContext, middleware, diagnostics and routing in between, the protocol's
/// cost is what remains to be measured.
/// </summary>
internal sealed class FeatureApplication(Func<IFeatureCollection, Task> handler) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => handler(context);

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }
}
