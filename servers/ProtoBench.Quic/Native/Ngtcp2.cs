using System.Runtime.InteropServices;

namespace ProtoBench.Quic.Native;

/// <summary>
/// libngtcp2, by its C names. Entry points that only one generation has are bound lazily at the first call and chosen in
/// <see cref="Ngtcp2Calls"/>. Nothing here uses SuppressGCTransition on a function that can call back.
/// </summary>
internal static unsafe partial class Ngtcp2
{
    public const string Library = "ngtcp2";
    public const string CryptoLibrary = "ngtcp2_crypto_gnutls";
    public const uint VersionOne = 1;

    [LibraryImport(Library)]
    public static partial byte* ngtcp2_version(int leastVersion);

    [LibraryImport(Library)]
    public static partial byte* ngtcp2_strerror(int error);

    [LibraryImport(Library)]
    public static partial int ngtcp2_err_is_fatal(int error);

    [LibraryImport(Library)]
    public static partial void ngtcp2_settings_default_versioned(int version, byte* settings);

    [LibraryImport(Library)]
    public static partial void ngtcp2_transport_params_default_versioned(int version, byte* parameters);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_client_new_versioned(
        nint* connection, NgCid* dcid, NgCid* scid, NgPath* path, uint quicVersion, int callbacksVersion, nint* callbacks,
        int settingsVersion, byte* settings, int paramsVersion, byte* parameters, void* memory, nint userData);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_server_new_versioned(
        nint* connection, NgCid* dcid, NgCid* scid, NgPath* path, uint quicVersion, int callbacksVersion, nint* callbacks,
        int settingsVersion, byte* settings, int paramsVersion, byte* parameters, void* memory, nint userData);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_del(nint connection);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_set_tls_native_handle(nint connection, nint session);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_read_pkt_versioned(
        nint connection, NgPath* path, int packetInfoVersion, void* packetInfo, byte* packet, nuint length, ulong now);

    [LibraryImport(Library)]
    public static partial nint ngtcp2_conn_writev_stream_versioned(
        nint connection, NgPath* path, int packetInfoVersion, void* packetInfo, byte* destination, nuint destinationLength,
        nint* accepted, uint flags, long streamId, NgVec* vectors, nuint vectorCount, ulong now);

    [LibraryImport(Library)]
    public static partial nint ngtcp2_conn_writev_datagram_versioned(
        nint connection, NgPath* path, int packetInfoVersion, void* packetInfo, byte* destination, nuint destinationLength,
        int* accepted, uint flags, ulong id, NgVec* vectors, nuint vectorCount, ulong now);

    [LibraryImport(Library)]
    public static partial nint ngtcp2_conn_write_connection_close_versioned(
        nint connection, NgPath* path, int packetInfoVersion, void* packetInfo, byte* destination, nuint destinationLength,
        NgCloseError* error, ulong now);

    [LibraryImport(Library)]
    public static partial ulong ngtcp2_conn_get_expiry(nint connection);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_handle_expiry(nint connection, ulong now);

    [LibraryImport(Library)]
    public static partial ulong ngtcp2_conn_get_pto(nint connection);

    [LibraryImport(Library)]
    public static partial nuint ngtcp2_conn_get_max_tx_udp_payload_size(nint connection);

    [LibraryImport(Library)]
    public static partial nuint ngtcp2_conn_get_send_quantum(nint connection);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_update_pkt_tx_time(nint connection, ulong now);

    [LibraryImport(Library)]
    public static partial ulong ngtcp2_conn_get_max_data_left(nint connection);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_open_bidi_stream(nint connection, long* streamId, nint userData);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_open_uni_stream(nint connection, long* streamId, nint userData);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_set_stream_user_data(nint connection, long streamId, nint userData);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_extend_max_stream_offset(nint connection, long streamId, ulong count);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_extend_max_offset(nint connection, ulong count);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_extend_max_streams_bidi(nint connection, nuint count);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_extend_max_streams_uni(nint connection, nuint count);

    [LibraryImport(Library)]
    public static partial byte* ngtcp2_conn_get_remote_transport_params(nint connection);

    [LibraryImport(Library)]
    public static partial uint ngtcp2_conn_get_negotiated_version(nint connection);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_set_keep_alive_timeout(nint connection, ulong timeout);

    [LibraryImport(Library)]
    public static partial byte ngtcp2_conn_get_tls_alert(nint connection);

    [LibraryImport(Library)]
    public static partial int ngtcp2_pkt_decode_version_cid(NgVersionCid* destination, byte* packet, nuint length, nuint shortCidLength);

    [LibraryImport(Library)]
    public static partial int ngtcp2_accept(NgPacketHeader* destination, byte* packet, nuint length);

    [LibraryImport(Library)]
    public static partial nint ngtcp2_pkt_write_version_negotiation(
        byte* destination, nuint destinationLength, byte unusedRandom, byte* dcid, nuint dcidLength, byte* scid, nuint scidLength,
        uint* versions, nuint versionCount);

    [LibraryImport(CryptoLibrary)]
    public static partial int ngtcp2_crypto_gnutls_configure_server_session(nint session);

    [LibraryImport(CryptoLibrary)]
    public static partial int ngtcp2_crypto_gnutls_configure_client_session(nint session);

    // 0.12 only.
    [LibraryImport(Library, EntryPoint = "ngtcp2_conn_shutdown_stream")]
    public static partial int ShutdownStream0(nint connection, long streamId, ulong error);

    [LibraryImport(Library, EntryPoint = "ngtcp2_conn_shutdown_stream_read")]
    public static partial int ShutdownStreamRead0(nint connection, long streamId, ulong error);

    [LibraryImport(Library, EntryPoint = "ngtcp2_conn_shutdown_stream_write")]
    public static partial int ShutdownStreamWrite0(nint connection, long streamId, ulong error);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_get_conn_stat_versioned(nint connection, int version, byte* statistics);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_get_connection_close_error(nint connection, NgCloseError* error);

    [LibraryImport(Library)]
    public static partial void ngtcp2_connection_close_error_set_transport_error_liberr(
        NgCloseError* error, int libraryError, byte* reason, nuint reasonLength);

    [LibraryImport(Library)]
    public static partial void ngtcp2_connection_close_error_set_transport_error_tls_alert(
        NgCloseError* error, byte alert, byte* reason, nuint reasonLength);

    [LibraryImport(Library)]
    public static partial void ngtcp2_connection_close_error_set_application_error(
        NgCloseError* error, ulong code, byte* reason, nuint reasonLength);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_set_early_remote_transport_params_versioned(nint connection, int version, byte* parameters);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_early_data_rejected(nint connection);

    // 1.x only. The flags argument of the shutdown family comes second there.
    [LibraryImport(Library, EntryPoint = "ngtcp2_conn_shutdown_stream")]
    public static partial int ShutdownStream1(nint connection, uint flags, long streamId, ulong error);

    [LibraryImport(Library, EntryPoint = "ngtcp2_conn_shutdown_stream_read")]
    public static partial int ShutdownStreamRead1(nint connection, uint flags, long streamId, ulong error);

    [LibraryImport(Library, EntryPoint = "ngtcp2_conn_shutdown_stream_write")]
    public static partial int ShutdownStreamWrite1(nint connection, uint flags, long streamId, ulong error);

    [LibraryImport(Library)]
    public static partial void ngtcp2_conn_get_conn_info_versioned(nint connection, int version, byte* statistics);

    [LibraryImport(Library)]
    public static partial NgCloseError* ngtcp2_conn_get_ccerr(nint connection);

    [LibraryImport(Library)]
    public static partial void ngtcp2_ccerr_set_liberr(NgCloseError* error, int libraryError, byte* reason, nuint reasonLength);

    [LibraryImport(Library)]
    public static partial void ngtcp2_ccerr_set_tls_alert(NgCloseError* error, byte alert, byte* reason, nuint reasonLength);

    [LibraryImport(Library)]
    public static partial void ngtcp2_ccerr_set_application_error(NgCloseError* error, ulong code, byte* reason, nuint reasonLength);

    [LibraryImport(Library)]
    public static partial nint ngtcp2_conn_encode_0rtt_transport_params(nint connection, byte* destination, nuint length);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_decode_and_set_0rtt_transport_params(nint connection, byte* source, nuint length);

    [LibraryImport(Library)]
    public static partial int ngtcp2_conn_tls_early_data_rejected(nint connection);
}
