using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Connected means connected: trusted, negotiated, described, and over exactly one transport connection.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ConnectConformanceTests
{
    [ConformanceTheory]
    public async Task Connecting_to_nobody_fails(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await conversation.Server.DisposeAsync().Limited();

        var error = await Record.ExceptionAsync(conversation.ConnectAsync);

        Assert.True(Failures.IsBroken(error), $"{error}");
    }

    [ConformanceTheory(Requires = Requirement.Tls | Requirement.Tcp)]
    public async Task Connecting_to_somebody_who_never_answers_ends_when_it_is_given_up(ProtocolVariant variant)
    {
        // The kernel finishes TCP's handshake by itself; nobody will ever answer TLS's.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limits.Apart(
            () => variant.Protocol.ConnectAsync(variant.ConnectSettings(listener.LocalEndPoint!), giveUp.Token).AsTask()));
    }

    [ConformanceTheory(Requires = Requirement.Tls)]
    public Task A_certificate_of_somebody_else_is_refused(ProtocolVariant variant) =>
        RefusesAsync(variant, TlsIdentity.Create(), trusted => TlsIdentity.FromPem(TlsIdentity.Create().CertificatePem()));

    [ConformanceTheory(Requires = Requirement.Tls)]
    public Task A_certificate_for_another_host_is_refused(ProtocolVariant variant) =>
        RefusesAsync(variant, TlsIdentity.Create(), trusted => TlsIdentity.FromPem(trusted.CertificatePem(), "elsewhere.example"));

    [ConformanceTheory(Requires = Requirement.Tls)]
    public Task An_expired_certificate_is_refused(ProtocolVariant variant) =>
        RefusesAsync(
            variant,
            TlsIdentity.Create(notBefore: DateTimeOffset.UtcNow.AddDays(-2), notAfter: DateTimeOffset.UtcNow.AddDays(-1)),
            trusted => TlsIdentity.FromPem(trusted.CertificatePem()));

    [ConformanceTheory]
    public async Task Facts_are_complete_as_soon_as_the_connection_exists(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var facts = connection.Facts;

        Assert.NotEmpty(facts.Protocol);
        Assert.NotEmpty(facts.Client);
        Assert.Equal(variant.Io, facts.Io);
        Assert.Equal(variant.Tls ? "TLS 1.3" : null, facts.Tls);
        Assert.Equal(variant.Tls, facts.CipherSuite?.StartsWith("TLS_", StringComparison.Ordinal) ?? false);
        Assert.Equal(variant.Tls ? ExpectedAlpn(variant) : null, facts.Alpn);
        Assert.Equal(variant.UsesTcp ? true : null, facts.NoDelay);
        Assert.Equal(variant.ChoosesCongestionControl, facts.CongestionControl is not null);

        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        Assert.Equivalent(facts, connection.Facts, strict: true);
    }

    [ConformanceTheory(Requires = Requirement.Tcp)]
    public async Task Socket_settings_are_applied_and_read_back_from_the_connection(ProtocolVariant variant)
    {
        // reno is built into every Linux kernel and allowed to everybody.
        await using var conversation = await Conversation.StartAsync(
            variant, settings => settings with { CongestionControl = "reno", NoDelay = false });
        await using var connection = await conversation.ConnectAsync();

        Assert.Equal("reno", connection.Facts.CongestionControl);
        Assert.False(connection.Facts.NoDelay);
    }

    [ConformanceTheory]
    public async Task A_connection_is_exactly_one_transport_connection(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant, relayed: true);
        await using var connection = await conversation.ConnectAsync();
        await Limits.Until(() => conversation.Relay!.Connections > 0, "the relay has accepted the connection");

        var overlap = variant.Traits.Multiplexed ? 32 : 1;
        for (var i = 0; i < 5; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, overlap).Select(
                _ => connection.ExchangeAsync(Payload.Create(100), 1_000, Limits.Token()).Limited()));
        }

        Assert.Equal(1, conversation.Relay!.Connections);
    }

    [ConformanceTheory(Requires = Requirement.ByteStream)]
    public async Task A_broken_connection_is_not_opened_again_behind_the_callers_back(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant, relayed: true);
        await using var connection = await conversation.ConnectAsync();
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();

        conversation.Relay!.Break();

        for (var i = 0; i < 3; i++)
        {
            var error = await Record.ExceptionAsync(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());
            Assert.True(Failures.IsBroken(error), $"{error}");
        }

        Assert.Equal(1, conversation.Relay.Connections);
    }

    private static async Task RefusesAsync(ProtocolVariant variant, TlsIdentity identity, Func<TlsIdentity, TlsIdentity> trust)
    {
        await using var server =
            await variant.Protocol.ListenAsync(variant.ListenSettings() with { Tls = identity }, Limits.Token()).Limited();
        var settings = variant.ConnectSettings(server.EndPoint) with { Tls = trust(identity) };

        await Assert.ThrowsAnyAsync<IOException>(
            () => Limits.Apart(() => variant.Protocol.ConnectAsync(settings, Limits.Token()).AsTask()));
    }

    private static string? ExpectedAlpn(ProtocolVariant variant) => (variant.Over ?? variant.Name) switch
    {
        "http1" => "http/1.1",
        "http2" or "grpc" => "h2",
        "http3" => "h3",
        "quic" => "protobench",
        _ => null,
    };
}
