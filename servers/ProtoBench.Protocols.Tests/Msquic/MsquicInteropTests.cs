using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Msquic;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Msquic;

/// <summary>Two independent implementations of QUIC speak the same quic and http3 with each other, contents compared by both.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class MsquicInteropTests
{
    private const long TotalBytes = (3 * 1024 * 1024) + 7;

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public Task An_ngtcp2_client_is_served_by_msquic(ProtocolVariant variant) =>
        ConversesAsync(variant, QuicBackend.Msquic, QuicBackend.Ngtcp2);

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public Task An_msquic_client_is_served_by_ngtcp2(ProtocolVariant variant) =>
        ConversesAsync(variant, QuicBackend.Ngtcp2, QuicBackend.Msquic);

    private static async Task ConversesAsync(ProtocolVariant variant, string server, string client)
    {
        Assert.Null(QuicBackend.UnsupportedReason(QuicBackend.Ngtcp2));
        await using var listening = await variant.Protocol.ListenAsync(On(variant.ListenSettings(), server), Limits.Token()).Limited();
        await using var connection = await variant.Protocol.ConnectAsync(
            On(variant.ConnectSettings(listening.EndPoint), client), Limits.Token()).Limited();
        Assert.Equal(client, connection.Facts.More["quic backend"]);

        foreach (var size in new[] { 0, 1, 1_000, 65_537, 1024 * 1024 })
        {
            await connection.ExchangeAsync(Payload.Create(size), size, Limits.Token()).Limited();
        }

        await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => connection.ExchangeAsync(Payload.Create(i * 31), i * 97, Limits.Token()).Limited()));
        var download = await connection.DownloadAsync(NewTransfer(), CancellationToken.None, Limits.Token()).Limited();
        Assert.Equal(TotalBytes, download.BytesReceived);
        var upload = await connection.UploadAsync(NewTransfer(), CancellationToken.None, Limits.Token()).Limited();
        Assert.Equal((TotalBytes, TotalBytes), (upload.BytesReceived, listening.Uploads.Bytes));
    }

    private static EndpointSettings On(EndpointSettings settings, string backend) =>
        settings with { Quic = settings.Quic with { Backend = backend } };

    private static Transfer NewTransfer() => new() { MessageBytes = 16 * 1024, TotalBytes = TotalBytes, Meter = new TransferMeter() };
}
