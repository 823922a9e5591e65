using System.Net;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Quic;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Turns the settings of a trial into those of the QUIC library.</summary>
internal static class QuicOptionsOf
{
    private const string AlwaysEncrypted = "QUIC is always encrypted; set tls for this cell";

    public static QuicOptions Server(EndpointSettings settings, string alpn)
    {
        var identity = settings.Tls ?? throw new NotSupportedException(AlwaysEncrypted);
        return Common(settings, alpn, identity.CertificatePem(), identity.HostName) with { PrivateKeyPem = identity.PrivateKeyPem() };
    }

    public static QuicOptions Client(EndpointSettings settings, string alpn)
    {
        var options = settings.Site is { Trust: { } trust } site
            ? Common(settings, alpn, trust.AuthorityPem ?? "", ClientTls.NameOf(site)) with
            {
                ClientPem = trust.ClientPem,
                Insecure = trust.Insecure,
            }
            : settings.Tls is { } identity
                ? Common(settings, alpn, identity.CertificatePem(), identity.HostName)
                : throw new NotSupportedException(AlwaysEncrypted);
        return options with { Sessions = settings.Quic.Sessions, EarlySending = settings.Quic.EarlySending };
    }

    private static QuicOptions Common(EndpointSettings settings, string alpn, string trusted, string hostName)
    {
        if (QuicSupport.UnsupportedReason is { } reason)
        {
            throw new NotSupportedException(reason);
        }

        if (settings.Io == IoMode.Blocking)
        {
            throw new NotSupportedException("protocols over QUIC have no blocking mode; use io: async");
        }

        var endPoint = settings.EndPoint as IPEndPoint
            ?? throw new NotSupportedException($"QUIC needs an IP address and port, not {settings.EndPoint}");
        return new QuicOptions
        {
            EndPoint = endPoint,
            Alpn = alpn,
            CertificatePem = trusted,
            HostName = hostName,
            CongestionControl = CongestionControlOf(settings.CongestionControl),
            IdleTimeout = settings.KeepAlive is { ByProtocol: true } asked ? asked.Wait : settings.Quic.IdleTimeout,
            QlogDirectory = settings.Quic.QlogDirectory,
            CountLosses = settings.Quic.CountLosses,
            CompleteOnThreadPool = settings.Quic.CompleteOnThreadPool,
            DropRate = settings.Quic.DropRate,
            DropSeed = settings.Quic.DropSeed,
        };
    }

    private static QuicCongestionControl CongestionControlOf(string? name) => name switch
    {
        null or "cubic" => QuicCongestionControl.Cubic,
        "reno" => QuicCongestionControl.Reno,
        "bbr" => QuicCongestionControl.Bbr,
        _ => throw new IOException($"QUIC through ngtcp2 has no congestion control '{name}'; it has reno, cubic and bbr"),
    };
}
