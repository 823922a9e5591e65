using System.Runtime.InteropServices;

namespace ProtoBench.Quic.Native;

// Structs that are the same in ngtcp2 0.12 and 1.x (offsets compared with both headers). Those that differ are written through
// Ngtcp2Layout.

/// <summary>ngtcp2_cid: 32 bytes, of which up to 20 are the connection id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgCid
{
    public const int MaximumLength = 20;

    public nuint Length;
    public fixed byte Bytes[24];

    public readonly ReadOnlySpan<byte> Span
    {
        get
        {
            fixed (byte* bytes = Bytes)
            {
                return new ReadOnlySpan<byte>(bytes, (int)Length);
            }
        }
    }

    public void Set(ReadOnlySpan<byte> id)
    {
        Length = (nuint)id.Length;
        fixed (byte* bytes = Bytes)
        {
            id.CopyTo(new Span<byte>(bytes, MaximumLength));
        }
    }
}

/// <summary>ngtcp2_vec and nghttp3_vec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgVec
{
    public byte* Base;
    public nuint Length;
}

/// <summary>ngtcp2_path: two ngtcp2_addr and a user pointer, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgPath
{
    public byte* Local;
    public nuint LocalLength;
    public byte* Remote;
    public nuint RemoteLength;
    public nint UserData;
}

/// <summary>ngtcp2_version_cid, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgVersionCid
{
    public uint Version;
    public byte* Destination;
    public nuint DestinationLength;
    public byte* Source;
    public nuint SourceLength;
}

/// <summary>ngtcp2_pkt_hd, 112 bytes in both generations (the token changed from a vector to pointer and length, the same bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgPacketHeader
{
    public NgCid Destination;
    public NgCid Source;
    public long PacketNumber;
    public byte* Token;
    public nuint TokenLength;
    public nuint PacketNumberLength;
    public nuint Length;
    public uint Version;
    public byte Type;
    public byte Flags;
}

/// <summary>
/// ngtcp2_crypto_conn_ref: how the TLS glue finds the connection from the gnutls session. The last member is ours, behind the C struct.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NgCryptoConnRef
{
    public nint GetConnection;
    public nint UserData;
    public nint Owner;
}

/// <summary>ngtcp2_connection_close_error (0.12) and ngtcp2_ccerr (1.x), 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgCloseError
{
    public const int TypeTransport = 0;
    public const int TypeApplication = 1;

    public int Type;
    public ulong Code;
    public ulong FrameType;
    public byte* Reason;
    public nuint ReasonLength;
}

/// <summary>nghttp3_nv, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NgHeaderField
{
    public const byte NoCopyName = 2;
    public const byte NoCopyValue = 4;

    public byte* Name;
    public byte* Value;
    public nuint NameLength;
    public nuint ValueLength;
    public byte Flags;
}

/// <summary>gnutls_datum_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GnutlsDatum
{
    public byte* Bytes;
    public uint Size;
}
