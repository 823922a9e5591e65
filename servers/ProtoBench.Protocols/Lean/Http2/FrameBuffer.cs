using System.Buffers.Binary;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>Frames that wait to be sent, in one block, so that those of many streams leave in one call.</summary>
internal sealed class FrameBuffer
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Header(FrameType type, FrameFlags flags, int stream, int length)
    {
        var header = Take(FrameReader.HeaderBytes);
        BinaryPrimitives.WriteUInt32BigEndian(header, ((uint)length << 8) | (byte)type);
        header[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
    }

    public void Frame(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        Header(type, flags, stream, payload.Length);
        Write(payload);
    }

    /// <summary>A frame whose payload is one number: WINDOW_UPDATE and RST_STREAM.</summary>
    public void Number(FrameType type, int stream, uint number)
    {
        Header(type, FrameFlags.None, stream, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), number);
    }

    /// <summary>A header block in as many frames as the peer's limit makes of it (RFC 9113, 6.2 and 6.10).</summary>
    public void HeaderBlock(int stream, bool ends, ReadOnlySpan<byte> lead, ReadOnlySpan<byte> block, int mostPayload)
    {
        var flags = ends ? FrameFlags.EndStream : FrameFlags.None;
        if (lead.Length + block.Length <= mostPayload)
        {
            Header(FrameType.Headers, flags | FrameFlags.EndHeaders, stream, lead.Length + block.Length);
            Write(lead);
            Write(block);
            return;
        }

        var part = mostPayload - lead.Length;
        Header(FrameType.Headers, flags, stream, mostPayload);
        Write(lead);
        Write(block[..part]);
        for (block = block[part..]; !block.IsEmpty; block = block[part..])
        {
            part = Math.Min(mostPayload, block.Length);
            Frame(FrameType.Continuation, part == block.Length ? FrameFlags.EndHeaders : FrameFlags.None, stream, block[..part]);
        }
    }

    private Span<byte> Take(int length)
    {
        if (Length + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + length));
        }

        var taken = _bytes.AsSpan(Length, length);
        Length += length;
        return taken;
    }
}
