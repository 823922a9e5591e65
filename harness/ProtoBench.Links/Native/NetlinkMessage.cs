using System.Buffers.Binary;
using System.Text;

namespace ProtoBench.Links.Native;

/// <summary>
/// Builds one rtnetlink request (rtnetlink(7)): header, a fixed part, then attributes that may nest. All numbers are the machine's byte
/// order, here little endian.
/// </summary>
internal sealed class NetlinkMessage
{
    private const int HeaderBytes = 16;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;
    private readonly byte[] _bytes = new byte[1024];
    private int _length = HeaderBytes;

    /// <param name="type">RTM_*.</param>
    /// <param name="flags">NLM_F_* besides request and acknowledge.</param>
    public NetlinkMessage(ushort type, ushort flags)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(6), (ushort)(flags | Request | Acknowledge));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(8), 1);
    }

    /// <summary>Appends the fixed part (struct ifinfomsg, ifaddrmsg, rtmsg); every one of them is a multiple of four bytes.</summary>
    public NetlinkMessage Fixed(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        return this;
    }

    public NetlinkMessage Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_length), (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_length + 2), type);
        value.CopyTo(_bytes.AsSpan(_length + 4));
        _length += 4 + ((value.Length + 3) & ~3);
        return this;
    }

    public NetlinkMessage Attribute(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Attribute(type, bytes);
    }

    public NetlinkMessage Attribute(ushort type, string value) => Attribute(type, Encoding.ASCII.GetBytes(value + "\0"));

    /// <summary>An attribute whose value is what <paramref name="content"/> appends.</summary>
    public NetlinkMessage Nested(ushort type, Action<NetlinkMessage> content)
    {
        var start = _length;
        _length += 4;
        content(this);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(start), (ushort)(_length - start));
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(start + 2), type);
        return this;
    }

    /// <summary>The finished request.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, _length);
        return _bytes.AsSpan(0, _length);
    }
}
