using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Turns the settings of a trial into those of the QUIC library.</summary>
internal static class QuicOptionsOf
{
    public static QuicOptions Server(EndpointSettings settings, string alpn)
    {
        var options = Common(settings, alpn, out var identity);
        return options with { PrivateKeyPem = identity.PrivateKeyPem() };
    }

    public static QuicOptions Client(EndpointSettings settings, string alpn) => Common(settings, alpn, out _) with
    {
        Sessions = settings.Quic.Sessions,
        EarlySending = settings.Quic.EarlySending,
    };

    private static QuicOptions Common(EndpointSettings settings, string alpn, out TlsIdentity identity)
    {
        if (QuicSupport.UnsupportedReason is { } reason)
        {
            throw new NotSupportedException(reason);
        }

        identity = settings.Tls ?? throw new NotSupportedException("QUIC is always encrypted; set tls for this cell");
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
            CertificatePem = identity.CertificatePem(),
            HostName = identity.HostName,
            CongestionControl = CongestionControlOf(settings.CongestionControl),
            IdleTimeout = settings.Quic.IdleTimeout,
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
