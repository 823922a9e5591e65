using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic.Kestrel;

namespace ProtoBench.Protocols.Tests.Requests;

/// <summary>A server of any HTTP version that keeps what it was asked, and answers as the test says.</summary>
internal sealed class AskedServer : IAsyncDisposable
{
    private readonly ProtocolVariant _variant;
    private readonly Func<Answering, Task> _answer;
    private KestrelHost? _host;

    private AskedServer(ProtocolVariant variant, Func<Answering, Task> answer) => (_variant, _answer) = (variant, answer);

    /// <summary>The requests so far, in the order in which their bodies had been read.</summary>
    public List<Asked> Requests { get; } = [];

    public System.Net.EndPoint EndPoint => _host!.EndPoint;

    public static async Task<AskedServer> StartAsync(ProtocolVariant variant, Func<Answering, Task> answer)
    {
        var server = new AskedServer(variant, answer);

        // The backend is the client's: what serves it does not matter here.
        var settings = variant.ListenSettings();
        settings = settings with { Quic = settings.Quic with { Backend = null } };
        var dialect = variant.Name switch { "http1" => HttpDialect.Http1, "http2" => HttpDialect.Http2, _ => HttpDialect.Http3 };
        var transport = variant.Name == "http3" ? new KestrelQuicTransport(QuicOptionsOf.Server(settings, "h3")) : null;
        server._host = await KestrelHost.StartAsync(
            settings,
            dialect,
            new TransferMeter(),
            server.HandleAsync,
            Limits.Token(),
            transport is null
                ? null
                : host => host.ConfigureServices(services => services.AddSingleton<IMultiplexedConnectionListenerFactory>(transport)));
        return server;
    }

    /// <summary>Settings of a client for which this is a server of the user's.</summary>
    public EndpointSettings Settings(string host = "shop.example", int port = 8443) => _variant.ConnectSettings(EndPoint) with
    {
        Site = new ForeignSite { Host = host, Port = port },
        VerifyContent = false,
    };

    public async Task<IProtocolConnection> ConnectAsync(EndpointSettings? settings = null) =>
        await _variant.Protocol.ConnectAsync(settings ?? Settings(), Limits.Token()).Limited();

    public async ValueTask DisposeAsync() => await _host!.DisposeAsync();

    private async Task HandleAsync(IFeatureCollection features)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var body = new MemoryStream();
        if (features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            await features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader.CopyToAsync(body);
        }

        lock (Requests)
        {
            Requests.Add(new Asked(
                request.Method,
                request.RawTarget,
                [.. request.Headers.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString()))],
                body.ToArray()));
        }

        await _answer(new Answering(features));
    }
}

/// <summary>A request as it came.</summary>
internal sealed record Asked(string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string? this[string name] =>
        Headers.FirstOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>A response in the making.</summary>
internal sealed class Answering(IFeatureCollection features)
{
    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();

    public string Target { get; } = features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public Answering Status(int status)
    {
        _response.StatusCode = status;
        return this;
    }

    public Answering Header(string name, string value)
    {
        _response.Headers[name] = value;
        return this;
    }

    /// <summary>Writes and flushes, so that what follows is another read of the client.</summary>
    public async Task WriteAsync(byte[] bytes)
    {
        await _body.Writer.WriteAsync(bytes);
        await _body.Writer.FlushAsync();
    }

    public async Task BeginAsync()
    {
        await _body.StartAsync();
        await _body.Writer.FlushAsync();
    }

    /// <summary>Resets the stream or cuts the connection.</summary>
    public void Abort() => features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
}
