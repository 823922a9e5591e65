using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>Writes frames as a client must: masked, each with four octets nobody can foresee (RFC 6455, 5.3). Not thread-safe.</summary>
internal sealed class MaskedFrames
{
    /// <summary>Two octets, a length of eight and the mask.</summary>
    public const int MostHeadBytes = 14;

    private const int MaskBytes = 4;

    // A call of the generator costs more than its octets.
    private readonly byte[] _random = new byte[MaskBytes * 256];
    private int _used;

    public MaskedFrames() => _used = _random.Length;

    /// <summary>Writes a frame to the start of <paramref name="destination"/>.</summary>
    /// <param name="code">What it is.</param>
    /// <param name="ends">Is it the last of its message?</param>
    /// <param name="first">The start of its payload.</param>
    /// <param name="second">What follows.</param>
    /// <param name="destination">Has room for <see cref="MostHeadBytes"/> and the payload.</param>
    /// <returns>The frame's length.</returns>
    public int Write(FrameCode code, bool ends, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        var length = first.Length + second.Length;
        destination[0] = (byte)((ends ? 0x80 : 0) | (int)code);
        var head = 2;
        switch (length)
        {
            case < 126:
                destination[1] = (byte)(0x80 | length);
                break;
            case <= ushort.MaxValue:
                destination[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)length);
                head += sizeof(ushort);
                break;
            default:
                destination[1] = 0x80 | 127;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], length);
                head += sizeof(long);
                break;
        }

        var mask = NextMask();
        mask.CopyTo(destination[head..]);
        head += MaskBytes;
        var payload = destination.Slice(head, length);
        first.CopyTo(payload);
        second.CopyTo(payload[first.Length..]);
        Mask(payload, MemoryMarshal.Read<uint>(mask));
        return head + length;
    }

    /// <summary>Octet i of the payload with octet i mod 4 of the mask, as many at once as the processor can.</summary>
    internal static void Mask(Span<byte> payload, uint mask)
    {
        var wide = MemoryMarshal.Cast<byte, Vector<uint>>(payload);
        var masks = new Vector<uint>(mask);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] ^= masks;
        }

        var rest = payload[(wide.Length * Vector<byte>.Count)..];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] ^= (byte)(mask >> (8 * (i % MaskBytes)));
        }
    }

    private ReadOnlySpan<byte> NextMask()
    {
        if (_used == _random.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        _used += MaskBytes;
        return _random.AsSpan(_used - MaskBytes, MaskBytes);
    }
}

/// <summary>What a frame is (RFC 6455, 5.2).</summary>
internal enum FrameCode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
