using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>
/// Takes frames of a server apart (RFC 6455, 5.2), in whatever pieces they come. A message is handed on as it comes; only a control frame
/// is put together.
/// </summary>
/// <param name="told">Of what comes.</param>
internal sealed class ServerFrameReader(IServerMessages told)
{
    private const int MostControlBytes = 125;

    private readonly byte[] _head = new byte[10];
    private readonly byte[] _control = new byte[MostControlBytes];
    private int _headLength;
    private int _controlLength;
    private long _left;
    private bool _inPayload;
    private bool _inMessage;

    /// <exception cref="BadResponseException">No server may send that.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            if (!_inPayload && !ReadHead(ref bytes))
            {
                return;
            }

            var piece = bytes[..(int)Math.Min(_left, bytes.Length)];
            bytes = bytes[piece.Length..];
            _left -= piece.Length;
            if (IsControl)
            {
                piece.CopyTo(_control.AsSpan(_controlLength));
                _controlLength += piece.Length;
            }
            else if (!piece.IsEmpty && !told.Take(piece))
            {
                return;
            }

            if (_left > 0)
            {
                return;
            }

            (_inPayload, _headLength) = (false, 0);
            if (!EndFrame())
            {
                return;
            }
        }
    }

    private FrameCode Code => (FrameCode)(_head[0] & 0x0f);

    private bool Ends => (_head[0] & 0x80) != 0;

    private bool IsControl => Code >= FrameCode.Close;

    private bool ReadHead(ref ReadOnlySpan<byte> bytes)
    {
        while (_headLength < HeadBytes())
        {
            if (bytes.IsEmpty)
            {
                return false;
            }

            _head[_headLength++] = bytes[0];
            bytes = bytes[1..];
        }

        _left = (_head[1] & 0x7f) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
            127 => BinaryPrimitives.ReadInt64BigEndian(_head.AsSpan(2)),
            var length => length,
        };
        Check();
        (_inPayload, _controlLength) = (true, 0);
        if (!IsControl && !_inMessage)
        {
            _inMessage = true;
            return told.Begin();
        }

        return true;
    }

    private int HeadBytes() => _headLength < 2 ? 2 : (_head[1] & 0x7f) switch
    {
        126 => 4,
        127 => 10,
        _ => 2,
    };

    private void Check()
    {
        if ((_head[0] & 0x70) != 0)
        {
            throw new BadResponseException("the server sent a frame of an extension that nobody asked for");
        }

        if ((_head[1] & 0x80) != 0)
        {
            throw new BadResponseException("the server sent a masked frame, which only clients may (RFC 6455, 5.1)");
        }

        var known = Code is FrameCode.Continuation or FrameCode.Text or FrameCode.Binary
            or FrameCode.Close or FrameCode.Ping or FrameCode.Pong;
        if (!known || (Code == FrameCode.Continuation) != (_inMessage && !IsControl))
        {
            throw new BadResponseException($"the server sent a frame with code {(int)Code} where none may be");
        }

        if (_left < 0 || (IsControl && (_left > MostControlBytes || !Ends)))
        {
            throw new BadResponseException($"the server sent a frame with code {(int)Code} that is too long or in pieces");
        }
    }

    private bool EndFrame()
    {
        if (IsControl)
        {
            return told.Control(Code, _control.AsSpan(0, _controlLength));
        }

        if (!Ends)
        {
            return true;
        }

        _inMessage = false;
        return told.End();
    }
}

/// <summary>Who is told what a server sends. False: nothing more is to be read.</summary>
internal interface IServerMessages
{
    /// <summary>A message begins.</summary>
    bool Begin();

    /// <summary>A piece of it.</summary>
    bool Take(ReadOnlySpan<byte> piece);

    /// <summary>It is complete.</summary>
    bool End();

    /// <summary>A frame beside messages.</summary>
    bool Control(FrameCode code, ReadOnlySpan<byte> payload);
}
