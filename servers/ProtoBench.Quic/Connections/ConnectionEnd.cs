using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>Why a connection ends, in words for people and, where the peer is to be told, in a code for it.</summary>
/// <param name="Error">For those who use the connection.</param>
/// <param name="Close">For the peer; null: it is not told, because it ended the connection or is gone.</param>
internal readonly record struct ConnectionEnd(QuicException Error, NgCloseError? Close)
{
    /// <summary>Of the peer's doing; null when ngtcp2 refused a packet for another reason.</summary>
    public static ConnectionEnd? OfPeer(int result, nint connection)
    {
        var errors = QuicLibraries.Errors;
        if (result == errors.Draining)
        {
            var error = Ngtcp2Calls.PeerCloseError(connection);
            return new ConnectionEnd(new QuicException(DescribePeerClose(error), error.Code), Close: null);
        }

        return result == errors.DropConnection || result == errors.Retry
            ? new ConnectionEnd(new QuicException($"the connection was dropped: {Text(result)}"), Close: null)
            : null;
    }

    /// <summary>Of silence; null when a deadline of ngtcp2's passed with another error.</summary>
    public static ConnectionEnd? OfSilence(int result, QuicOptions options)
    {
        if (result == QuicLibraries.Errors.IdleClose)
        {
            return new ConnectionEnd(
                new QuicException($"the peer was silent for {options.IdleTimeout.TotalSeconds:0.###} s (QUIC idle timeout)"), Close: null);
        }

        return result == QuicLibraries.Errors.HandshakeTimeout
            ? new ConnectionEnd(new QuicException($"no QUIC handshake within {options.HandshakeTimeout.TotalSeconds:0.###} s"), Close: null)
            : null;
    }

    /// <summary>After an exception in a callback.</summary>
    public static ConnectionEnd OfFault(Exception fault, ulong errorCode) => new(
        fault as QuicException ?? new QuicException($"the connection failed: {fault.Message}", fault),
        Ngtcp2Calls.ApplicationError(errorCode));

    /// <summary>After any other error of ngtcp2.</summary>
    public static ConnectionEnd Of(int result, nint connection, TlsSession tls, QuicOptions options)
    {
        if (result != QuicLibraries.Errors.Crypto)
        {
            return new ConnectionEnd(new QuicException($"QUIC failed: {Text(result)}"), Ngtcp2Calls.LibraryError(result));
        }

        var alert = ngtcp2_conn_get_tls_alert(connection);
        var problem = tls.VerificationProblem();
        var reason = problem is not null
            ? $"the server's certificate is not accepted for '{options.HostName}': {problem}"
            : $"the TLS handshake failed with alert {alert}";
        return new ConnectionEnd(new QuicException(reason) { CertificateProblem = problem }, Ngtcp2Calls.AlertError(alert));
    }

    private static unsafe string Text(int result) => QuicLibraries.Text(ngtcp2_strerror(result));

    // Those that a user can do something about (RFC 8446, 6.2).
    private static string AlertName(ulong alert) => alert switch
    {
        70 => " (protocol_version)",
        112 => " (unrecognized_name)",
        116 => " (certificate_required: the server asks for a certificate of the client's)",
        120 => " (no_application_protocol)",
        _ => "",
    };

    private static string DescribePeerClose(in NgCloseError error)
    {
        if (error.Type == NgCloseError.TypeApplication)
        {
            return $"the peer closed the connection with code 0x{error.Code:x}";
        }

        // CRYPTO_ERROR is 0x100 plus the TLS alert (RFC 9001, section 4.8).
        return error.Code is >= 0x100 and < 0x200
            ? $"the peer ended the handshake with TLS alert {error.Code - 0x100}{AlertName(error.Code - 0x100)}"
            : $"the peer closed the connection with transport error 0x{error.Code:x}";
    }
}
