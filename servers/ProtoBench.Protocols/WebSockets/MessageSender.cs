using System.Net.WebSockets;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>
/// Sends one message after the other, and between their frames the answers to pings and closes. Any thread may begin a message; the rest
/// is done by whoever has sent the frame before.
/// </summary>
/// <param name="channel">To the server.</param>
/// <param name="sent">The message has left, or nobody will take it any more.</param>
internal sealed class MessageSender(LeanChannel channel, Action sent)
{
    // A message above this goes out in frames of this size (RFC 6455, 5.4), so that masking takes no memory of its size.
    private const int MostFrameBytes = 64 * 1024;
    private const int FirstBufferBytes = 1024;

    private readonly Lock _gate = new();
    private readonly MaskedFrames _frames = new();
    private readonly Queue<(FrameCode Code, byte[] Payload)> _controls = new();
    private readonly byte[] _command = new byte[WebSocketCommand.LargestBytes];
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _commandLength;
    private ReadOnlyMemory<byte> _left;
    private FrameCode _code;
    private bool _isUnderWay;
    private bool _isLast;
    private bool _flies;
    private bool _over;

    /// <summary>An exchange with our server: a command and its payload in one message.</summary>
    public void Begin(WebSocketCommand command, ReadOnlyMemory<byte> payload)
    {
        _commandLength = command.Write(_command);
        Begin(FrameCode.Binary, payload);
    }

    public void Begin(WebSocketMessageType form, ReadOnlyMemory<byte> message)
    {
        _commandLength = 0;
        Begin(form == WebSocketMessageType.Text ? FrameCode.Text : FrameCode.Binary, message);
    }

    /// <summary>Sends a frame beside the messages. On the loop's thread.</summary>
    public void Control(FrameCode code, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            _controls.Enqueue((code, payload.ToArray()));
        }

        Pump();
    }

    /// <summary>The connection ends: what has not left never will.</summary>
    public void End()
    {
        lock (_gate)
        {
            _over = true;
        }
    }

    /// <summary>What the channel had left is gone.</summary>
    public void Gone()
    {
        Land();
        Pump();
    }

    private void Begin(FrameCode code, ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            (_code, _left, _isUnderWay) = (code, message, true);
        }

        Pump();
    }

    private void Pump()
    {
        while (Next() is { IsEmpty: false } frame && channel.Send(frame, default))
        {
            Land();
        }
    }

    // The next frame, which then is on its way; empty: there is none, or one is.
    private ReadOnlyMemory<byte> Next()
    {
        lock (_gate)
        {
            if (_flies)
            {
                return default;
            }

            if (_controls.TryDequeue(out var control))
            {
                _flies = true;
                return Write(control.Code, ends: true, [], control.Payload);
            }

            if (!_isUnderWay || _isLast)
            {
                return default;
            }

            var piece = _left[..Math.Min(_left.Length, MostFrameBytes)];
            _left = _left[piece.Length..];
            (_flies, _isLast) = (true, _left.IsEmpty || _over);
            var frame = Write(_code, _isLast, _command.AsSpan(0, _commandLength), piece.Span);
            (_code, _commandLength) = (FrameCode.Continuation, 0);
            return frame;
        }
    }

    private ReadOnlyMemory<byte> Write(FrameCode code, bool ends, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var most = MaskedFrames.MostHeadBytes + first.Length + second.Length;
        if (_buffer.Length < most)
        {
            _buffer = new byte[Math.Max(most, 2 * _buffer.Length)];
        }

        return _buffer.AsMemory(0, _frames.Write(code, ends, first, second, _buffer));
    }

    private void Land()
    {
        bool whole;
        lock (_gate)
        {
            _flies = false;
            whole = _isLast;
            if (whole)
            {
                (_isUnderWay, _isLast, _left) = (false, false, default);
            }
        }

        if (whole)
        {
            sent();
        }
    }
}
