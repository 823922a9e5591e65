using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// Lets Kestrel speak HTTP/3 through ngtcp2: register it as the <see cref="IMultiplexedConnectionListenerFactory"/>. Kestrel frames and
/// compresses, so http1, http2 and http3 share one server and its handlers; here are only connections and streams.
/// </summary>
/// <param name="options">Certificate and transport settings; the end point is the one Kestrel binds.</param>
public sealed class KestrelQuicTransport(QuicOptions options) : IMultiplexedConnectionListenerFactory
{
    public ValueTask<IMultiplexedConnectionListener> BindAsync(
        EndPoint endpoint, IFeatureCollection? features = null, CancellationToken cancellationToken = default)
    {
        var address = endpoint as IPEndPoint ?? throw new NotSupportedException($"QUIC needs an IP address and port, not {endpoint}");
        return ValueTask.FromResult<IMultiplexedConnectionListener>(new KestrelQuicListener(options with { EndPoint = address }));
    }
}
