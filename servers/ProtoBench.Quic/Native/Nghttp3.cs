using System.Runtime.InteropServices;

namespace ProtoBench.Quic.Native;

/// <summary>libnghttp3, by its C names. The functions used here have one shape in 0.8 and 1.x.</summary>
internal static unsafe partial class Nghttp3
{
    public const string Library = "nghttp3";
    public const int CallbackFailure = -902;
    public const uint ReadFlagEnd = 1;

    // nghttp3_callbacks grew from 14 to 15 and more pointers under one version number: always pass a zeroed table larger than needed.
    public const int CallbackSlots = 32;
    public const int CallbackAcked = 0;
    public const int CallbackStreamClose = 1;
    public const int CallbackRecvBody = 2;
    public const int CallbackDeferredConsume = 3;
    public const int CallbackRecvHeader = 5;
    public const int CallbackEndHeaders = 6;
    public const int CallbackStopSending = 10;
    public const int CallbackEndStream = 11;
    public const int CallbackResetStream = 12;
    public const int CallbackShutdown = 13;

    // nghttp3_settings, 40 bytes in both.
    public const int SettingsBytes = 128;
    public const int SettingsTableCapacity = 8;
    public const int SettingsEncoderTableCapacity = 16;
    public const int SettingsBlockedStreams = 24;

    [LibraryImport(Library)]
    public static partial byte* nghttp3_version(int leastVersion);

    [LibraryImport(Library)]
    public static partial byte* nghttp3_strerror(int error);

    [LibraryImport(Library)]
    public static partial void nghttp3_settings_default_versioned(int version, byte* settings);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_client_new_versioned(
        nint* connection, int callbacksVersion, nint* callbacks, int settingsVersion, byte* settings, void* memory, nint userData);

    [LibraryImport(Library)]
    public static partial void nghttp3_conn_del(nint connection);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_bind_control_stream(nint connection, long streamId);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_bind_qpack_streams(nint connection, long encoderStreamId, long decoderStreamId);

    [LibraryImport(Library)]
    public static partial nint nghttp3_conn_read_stream(nint connection, long streamId, byte* source, nuint length, int end);

    [LibraryImport(Library)]
    public static partial nint nghttp3_conn_writev_stream(nint connection, long* streamId, int* end, NgVec* vectors, nuint vectorCount);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_add_write_offset(nint connection, long streamId, nuint count);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_add_ack_offset(nint connection, long streamId, ulong count);

    [LibraryImport(Library)]
    public static partial void nghttp3_conn_block_stream(nint connection, long streamId);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_unblock_stream(nint connection, long streamId);

    [LibraryImport(Library)]
    public static partial void nghttp3_conn_shutdown_stream_write(nint connection, long streamId);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_shutdown_stream_read(nint connection, long streamId);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_resume_stream(nint connection, long streamId);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_close_stream(nint connection, long streamId, ulong error);

    [LibraryImport(Library)]
    public static partial int nghttp3_conn_submit_request(
        nint connection, long streamId, NgHeaderField* fields, nuint fieldCount, nint* reader, nint userData);

    [LibraryImport(Library)]
    public static partial NgVec nghttp3_rcbuf_get_buf(nint buffer);

    [LibraryImport(Library)]
    public static partial ulong nghttp3_err_infer_quic_app_error_code(int error);
}
