using ProtoBench.Contract;
using ProtoBench.Quic;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>The QUIC implementations that protocols over QUIC can run on, by the names scenario files use.</summary>
public static class QuicBackend
{
    /// <summary>ngtcp2, nghttp3 and gnutls, which distributions package. The default.</summary>
    public const string Ngtcp2 = "ngtcp2";

    /// <summary>.NET's own: System.Net.Quic, Kestrel's QUIC transport and HttpClient over Microsoft's libmsquic.</summary>
    public const string Msquic = "msquic";

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [Ngtcp2, Msquic];

    /// <summary>
    /// Why this machine cannot run on <paramref name="backend"/> (null: the default one), with the remedy; null when it can.
    /// </summary>
    public static string? UnsupportedReason(string? backend) => backend switch
    {
        null or Ngtcp2 => QuicSupport.UnsupportedReason,
        Msquic => MsquicSupport.UnsupportedReason,
        _ => $"there is no QUIC backend '{backend}'; there are {string.Join(" and ", All)}",
    };

    /// <summary>The libraries behind <paramref name="backend"/> with their versions. Only where it is supported.</summary>
    public static string Versions(string backend) => backend == Msquic ? MsquicSupport.Versions : QuicSupport.HttpVersions;

    /// <summary>Do <paramref name="settings"/> choose msquic?</summary>
    /// <exception cref="PlatformNotSupportedException">They do, and it is not here.</exception>
    /// <exception cref="NotSupportedException">There is no backend of that name.</exception>
    internal static bool IsMsquic(EndpointSettings settings)
    {
        if (settings.Quic.Backend is not { } backend || backend == Ngtcp2)
        {
            return false;
        }

        return UnsupportedReason(backend) is { } reason
            ? throw (backend == Msquic ? new PlatformNotSupportedException(reason) : new NotSupportedException(reason))
            : true;
    }
}
