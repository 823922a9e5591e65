using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>
/// A running server of a variant and the settings to reach it; by default through nothing, or through a <see cref="Relay"/>.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private readonly ProtocolVariant _variant;

    private Conversation(ProtocolVariant variant, IProtocolServer server, EndpointSettings connectSettings, Relay? relay)
    {
        _variant = variant;
        Server = server;
        ConnectSettings = connectSettings;
        Relay = relay;
    }

    public IProtocolServer Server { get; }

    public EndpointSettings ConnectSettings { get; }

    public Relay? Relay { get; }

    public static async Task<Conversation> StartAsync(
        ProtocolVariant variant, Func<EndpointSettings, EndpointSettings>? change = null, bool relayed = false)
    {
        change ??= settings => settings;
        var server = await variant.Protocol.ListenAsync(change(variant.ListenSettings()), Limits.Token()).Limited();
        var relay = relayed ? Relay.Start(variant, server.EndPoint) : null;
        var connectSettings = change(variant.ConnectSettings(relay?.EndPoint ?? server.EndPoint));
        return new Conversation(variant, server, connectSettings with { Tls = variant.ConnectSettings(server.EndPoint).Tls }, relay);
    }

    public Task<IProtocolConnection> ConnectAsync() => ConnectAsync(ConnectSettings);

    // A blocking connect blocks its caller, so it gets a thread of its own and the limit holds.
    public Task<IProtocolConnection> ConnectAsync(EndpointSettings settings) =>
        Limits.Apart(() => _variant.Protocol.ConnectAsync(settings, Limits.Token()).AsTask());

    public async ValueTask DisposeAsync()
    {
        if (Relay is not null)
        {
            await Relay.DisposeAsync().Limited();
        }

        await Server.DisposeAsync().Limited();
    }
}
