using System.Buffers.Binary;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>
/// Takes the octets of a connection apart (RFC 9113, 4.1), from whatever pieces come. Content is handed on where it stands; only a frame of
/// another kind that a piece has cut is put together.
/// </summary>
internal sealed class FrameReader(IFrameReader reader)
{
    public const int HeaderBytes = 9;

    /// <summary>SETTINGS_MAX_FRAME_SIZE of this side: its initial value, which is also its least.</summary>
    public const int MostPayloadBytes = 16_384;

    private readonly byte[] _kept = new byte[HeaderBytes + MostPayloadBytes];
    private int _have;
    private bool _inFrame;
    private int _length;
    private FrameType _type;
    private FrameFlags _flags;
    private int _stream;
    private int _padding;
    private bool _paddingRead;

    /// <exception cref="Http2Exception">They are no frames.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            if (!_inFrame)
            {
                if (!TryTake(ref bytes, HeaderBytes, out var header))
                {
                    return;
                }

                ReadHeader(header);
            }

            if (_type == FrameType.Data)
            {
                if (!ReadData(ref bytes))
                {
                    return;
                }
            }
            else
            {
                if (!TryTake(ref bytes, _length, out var payload))
                {
                    return;
                }

                reader.Frame(_type, _flags, _stream, payload);
            }

            _inFrame = false;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        _length = (header[0] << 16) | (header[1] << 8) | header[2];
        _type = (FrameType)header[3];
        _flags = (FrameFlags)header[4];
        _stream = (int)(BinaryPrimitives.ReadUInt32BigEndian(header[5..]) & int.MaxValue);
        (_inFrame, _padding, _paddingRead) = (true, 0, !_flags.Has(FrameFlags.Padded));
        if (_length > MostPayloadBytes)
        {
            throw new Http2Exception(
                ErrorCode.FrameSize, $"the server sent a frame of {_length} bytes, where {MostPayloadBytes} are the most");
        }

        if (_type == FrameType.Data && !_paddingRead && _length == 0)
        {
            throw new Http2Exception(ErrorCode.FrameSize, "the server sent padded content without its padding");
        }
    }

    // True: the frame is over.
    private bool ReadData(ref ReadOnlySpan<byte> bytes)
    {
        var ends = _flags.Has(FrameFlags.EndStream);
        if (_paddingRead && _length == 0)
        {
            reader.Data(_stream, [], 0, ends);
            return true;
        }

        if (bytes.IsEmpty)
        {
            return false;
        }

        var counted = 0;
        if (!_paddingRead)
        {
            (_padding, _paddingRead) = (bytes[0], true);
            bytes = bytes[1..];
            _length--;
            counted++;
            if (_padding > _length)
            {
                throw new Http2Exception(ErrorCode.Protocol, "the server sent more padding than its frame is long");
            }
        }

        var piece = bytes[..Math.Min(_length - _padding, bytes.Length)];
        bytes = bytes[piece.Length..];
        _length -= piece.Length;
        counted += piece.Length;
        if (_length == _padding && _padding > 0)
        {
            var skipped = Math.Min(_padding, bytes.Length);
            bytes = bytes[skipped..];
            _length -= skipped;
            _padding -= skipped;
            counted += skipped;
        }

        reader.Data(_stream, piece, counted, ends && _length == 0);
        return _length == 0;
    }

    private bool TryTake(ref ReadOnlySpan<byte> bytes, int wanted, out ReadOnlySpan<byte> taken)
    {
        if (_have == 0 && bytes.Length >= wanted)
        {
            taken = bytes[..wanted];
            bytes = bytes[wanted..];
            return true;
        }

        var more = bytes[..Math.Min(wanted - _have, bytes.Length)];
        more.CopyTo(_kept.AsSpan(_have));
        bytes = bytes[more.Length..];
        _have += more.Length;
        taken = _kept.AsSpan(0, wanted);
        if (_have < wanted)
        {
            return false;
        }

        _have = 0;
        return true;
    }
}
