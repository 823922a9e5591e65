using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Msquic;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Quic;

namespace ProtoBench.Protocols.Quic;

/// <summary>
/// Messages on plain bidirectional QUIC streams, one each (RFC 9000): to <c>http3</c> what <c>tcp</c> is to <c>http1</c>.
/// </summary>
public sealed class QuicProtocol : IProtocol
{
    /// <summary>This protocol's ALPN id; RFC 9001, section 8.1 demands one.</summary>
    internal const string Alpn = "protobench";

    public string Name => "quic";

    public string Description => "messages on plain QUIC streams, on ProtoBench.Quic or on System.Net.Quic";

    public ProtocolTraits Traits { get; } = new()
    {
        Multiplexed = true,
        MessageStreams = true,
        KnowsRequests = true,
        SendsRequests = true,
        RequestForm = RequestForm.Echo,
        OverTcp = false,
        OverQuic = true,
        SupportsTls = true,
        RequiresTls = true,
        Backends = QuicBackend.All,
        Datagrams = true,
    };

    public string? UnsupportedReason => QuicSupport.UnsupportedReason;

    public string? UnsupportedReasonOf(string? backend) => QuicBackend.UnsupportedReason(backend);

    public KeepAliveTerms? TermsOf(KeepAlive keepAlive) => keepAlive.ByProtocol ? KeepAliveTerms.OfQuic(keepAlive) : null;

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && QuicBackend.IsMsquic(settings))
        {
            return await MsquicServer.ListenAsync(settings, cancellationToken).ConfigureAwait(false);
        }

        var uploads = new TransferMeter();
        var options = QuicOptionsOf.Server(settings, Alpn);
        var listener = QuicListener.Start(options, () => new StreamServerPeer(uploads, settings));
        return new QuicServer(listener, uploads);
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && QuicBackend.IsMsquic(settings))
        {
            return await MsquicConnection.DialAsync(settings, cancellationToken).ConfigureAwait(false);
        }

        var options = QuicOptionsOf.Client(settings, settings.Site?.Alpn ?? Alpn);
        var began = Stopwatch.GetTimestamp();
        var peer = await QuicDial.ConnectAsync(settings, options, Name, QuicClient.ConnectAsync, cancellationToken).ConfigureAwait(false);
        var facts = ClientTls.Tell(QuicFacts.Describe(peer, options, "QUIC", QuicSupport.TransportVersions), settings);
        if (settings.Site is not null)
        {
            return new QuicEchoConnection(new PlainDialect(peer), facts, settings)
            {
                Phases = new ConnectionPhases(0, PhaseTime.Since(began), 0),
            };
        }

        if (!settings.Quic.Datagrams)
        {
            return new StreamConnection(new PlainDialect(peer), facts, settings);
        }

        if (peer.Facts?.PeerDatagramBytes > 0)
        {
            return new QuicFlowConnection(peer, new PlainDialect(peer), facts, settings);
        }

        await peer.CloseAsync(PlainDialect.NoError).ConfigureAwait(false);
        throw new IOException("the server takes no DATAGRAM frames (RFC 9221)");
    }
}
