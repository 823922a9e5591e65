using System.Runtime.CompilerServices;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Native;

/// <summary>The calls whose name or shape changed between 0.12 and 1.x, one method each.</summary>
internal static unsafe class Ngtcp2Calls
{
    // Each branch of a generation is a method of its own: a P/Invoke is resolved when the method that holds it first runs.
    private static bool IsOne => QuicLibraries.Generation == 1;

    public static int ShutdownStream(nint connection, long streamId, ulong error) => IsOne
        ? ShutdownStream1(connection, 0, streamId, error)
        : ShutdownStream0(connection, streamId, error);

    public static int ShutdownStreamRead(nint connection, long streamId, ulong error) => IsOne
        ? ShutdownStreamRead1(connection, 0, streamId, error)
        : ShutdownStreamRead0(connection, streamId, error);

    public static int ShutdownStreamWrite(nint connection, long streamId, ulong error) => IsOne
        ? ShutdownStreamWrite1(connection, 0, streamId, error)
        : ShutdownStreamWrite0(connection, streamId, error);

    /// <summary>Fills <paramref name="statistics"/>, a zeroed buffer of <see cref="Ngtcp2Layout.BufferBytes"/>.</summary>
    public static void ReadStatistics(nint connection, byte* statistics)
    {
        if (IsOne)
        {
            ngtcp2_conn_get_conn_info_versioned(connection, 1, statistics);
        }
        else
        {
            ngtcp2_conn_get_conn_stat_versioned(connection, 1, statistics);
        }
    }

    /// <summary>Why the peer closed.</summary>
    public static NgCloseError PeerCloseError(nint connection)
    {
        if (IsOne)
        {
            return *ngtcp2_conn_get_ccerr(connection);
        }

        NgCloseError error = default;
        ngtcp2_conn_get_connection_close_error(connection, &error);
        return error;
    }

    public static NgCloseError LibraryError(int code)
    {
        NgCloseError error = default;
        if (IsOne)
        {
            ngtcp2_ccerr_set_liberr(&error, code, null, 0);
        }
        else
        {
            ngtcp2_connection_close_error_set_transport_error_liberr(&error, code, null, 0);
        }

        return error;
    }

    public static NgCloseError AlertError(byte alert)
    {
        NgCloseError error = default;
        if (IsOne)
        {
            ngtcp2_ccerr_set_tls_alert(&error, alert, null, 0);
        }
        else
        {
            ngtcp2_connection_close_error_set_transport_error_tls_alert(&error, alert, null, 0);
        }

        return error;
    }

    public static NgCloseError ApplicationError(ulong code)
    {
        NgCloseError error = default;
        if (IsOne)
        {
            ngtcp2_ccerr_set_application_error(&error, code, null, 0);
        }
        else
        {
            ngtcp2_connection_close_error_set_application_error(&error, code, null, 0);
        }

        return error;
    }

    /// <summary>The peer's limits, to be remembered with a session ticket (RFC 9000, section 7.4.1).</summary>
    public static byte[] RememberLimits(nint connection)
    {
        if (!IsOne)
        {
            return new ReadOnlySpan<byte>(ngtcp2_conn_get_remote_transport_params(connection), Ngtcp2Layout.ParamsBytes).ToArray();
        }

        var buffer = stackalloc byte[256];
        var written = ngtcp2_conn_encode_0rtt_transport_params(connection, buffer, 256);
        return written > 0 ? new ReadOnlySpan<byte>(buffer, (int)written).ToArray() : [];
    }

    public static bool RestoreLimits(nint connection, ReadOnlySpan<byte> limits)
    {
        fixed (byte* bytes = limits)
        {
            if (IsOne)
            {
                return ngtcp2_conn_decode_and_set_0rtt_transport_params(connection, bytes, (nuint)limits.Length) == 0;
            }

            ngtcp2_conn_set_early_remote_transport_params_versioned(connection, 1, bytes);
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int RejectEarly(nint connection) => IsOne
        ? ngtcp2_conn_tls_early_data_rejected(connection)
        : ngtcp2_conn_early_data_rejected(connection);
}
