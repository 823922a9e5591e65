using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// The GOAWAY with which a server says that it will stop, before it knows its last request: it names the largest stream of a client, 2^62-4
/// (RFC 9114, 5.2). Kestrel 10 writes 2^62-1 (VariableLengthIntegerHelper.EightByteLimit in Http3Connection.UpdateConnectionState), which
/// is no stream of a client, so that a client must end the connection with H3_ID_ERROR (RFC 9114, 7.2.6). nghttp3 does, and every request
/// that runs is lost.
/// </summary>
internal static class ShutdownNotice
{
    // Type and length, and a variable-length integer of eight bytes (RFC 9000, 16).
    private static ReadOnlySpan<byte> Written => [0x07, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    private static ReadOnlySpan<byte> Meant => [0x07, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc];

    /// <summary>Writes what Kestrel wrote on its control stream, with the stream that it means.</summary>
    public static void Write(QuicChannel control, ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf(Written);
        if (at < 0)
        {
            control.Write(bytes);
            return;
        }

        control.Write(bytes[..at]);
        control.Write(Meant);
        control.Write(bytes[(at + Written.Length)..]);
    }
}
