using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Options;

/// <summary>Can this machine speak QUIC through ngtcp2?</summary>
public static class QuicSupport
{
    /// <summary>Null when it can, otherwise why not and what to install.</summary>
    public static string? UnsupportedReason => QuicLibraries.UnsupportedReason;

    /// <summary>Versions of the libraries for plain QUIC, for example <c>ngtcp2 0.12.1, gnutls 3.7.9</c>.</summary>
    public static string TransportVersions => QuicLibraries.TransportVersions;

    /// <summary>Versions of the libraries for HTTP/3, with nghttp3.</summary>
    public static string HttpVersions => QuicLibraries.Versions;
}
