using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Runtime.Versioning;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>Turns the settings of a trial into those of System.Net.Quic, and refuses what it has no setting for.</summary>
[SupportedOSPlatform("linux")]
internal static class MsquicOptionsOf
{
    /// <summary>As with ngtcp2: bidirectional streams the client may have open at once.</summary>
    public const int MaximumStreams = 1024;

    /// <summary>As with ngtcp2 (6 MiB there); msquic takes powers of two only (QUIC_SETTINGS.StreamRecvWindowDefault).</summary>
    public const int StreamWindow = 8 * 1024 * 1024;

    /// <summary>As with ngtcp2.</summary>
    public const int ConnectionWindow = 16 * 1024 * 1024;

    /// <summary>As with ngtcp2: silence after which a client sends a PING.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    /// <summary>What every protocol over msquic needs, checked before anything is opened.</summary>
    /// <exception cref="NotSupportedException">The settings ask for something that System.Net.Quic cannot do.</exception>
    public static void Check(EndpointSettings settings)
    {
        if (settings is { Tls: null } and not { Site.Trust: not null })
        {
            throw new NotSupportedException("QUIC is always encrypted; set tls for this cell");
        }

        var refused = settings switch
        {
            { Io: IoMode.Blocking } => "protocols over QUIC have no blocking mode; use io: async",
            { EndPoint: not IPEndPoint } => $"QUIC needs an IP address and port, not {settings.EndPoint}",
            { CongestionControl: not null } =>
                "System.Net.Quic cannot choose msquic's congestion control; leave it out, or take backend: ngtcp2",
            { Quic: { Sessions: not null } or { EarlySending: true } } =>
                "System.Net.Quic cannot resume a TLS session nor send 0-RTT; use session: full, or take backend: ngtcp2",
            { Quic.QlogDirectory: not null } => "msquic writes no qlog; take backend: ngtcp2",
            { Quic.DropRate: > 0 } => "msquic cannot be told to lose datagrams; take backend: ngtcp2, or put a lossy link in between",
            _ => null,
        };
        if (refused is not null)
        {
            throw new NotSupportedException(refused);
        }
    }

    public static QuicListenerOptions Listener(EndpointSettings settings, SslApplicationProtocol alpn)
    {
        Check(settings);
        var identity = settings.Tls!;
        return new QuicListenerOptions
        {
            ListenEndPoint = (IPEndPoint)settings.EndPoint,
            ApplicationProtocols = [alpn],
            ConnectionOptionsCallback = (_, _, _) => ValueTask.FromResult(Fill(settings, new QuicServerConnectionOptions
            {
                ServerAuthenticationOptions = identity.ServerOptions(alpn),
                MaxInboundBidirectionalStreams = MaximumStreams,
            })),
        };
    }

    public static QuicClientConnectionOptions Client(EndpointSettings settings, ClientTls tls, SslApplicationProtocol alpn) =>
        Fill(settings, new QuicClientConnectionOptions
        {
            ClientAuthenticationOptions = tls.Options(alpn),
            RemoteEndPoint = settings.EndPoint,

            // Where silence is to end a connection, nothing of ours may break it.
            KeepAliveInterval = settings.KeepAlive is null ? KeepAlive : Timeout.InfiniteTimeSpan,
        });

    private static T Fill<T>(EndpointSettings settings, T options)
        where T : QuicConnectionOptions
    {
        options.DefaultCloseErrorCode = (long)PlainDialect.NoError;
        options.DefaultStreamErrorCode = (long)PlainDialect.Cancelled;
        options.IdleTimeout = settings.KeepAlive is { ByProtocol: true } asked ? asked.Wait : settings.Quic.IdleTimeout;
        options.InitialReceiveWindowSizes = new QuicReceiveWindowSizes
        {
            Connection = ConnectionWindow,
            LocallyInitiatedBidirectionalStream = StreamWindow,
            RemotelyInitiatedBidirectionalStream = StreamWindow,
        };
        return options;
    }
}
