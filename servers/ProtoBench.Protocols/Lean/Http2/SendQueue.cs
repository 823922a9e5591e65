using System.Diagnostics;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>
/// What a connection has to send: frames that are written and bodies that are not, because windows or room are used up. Belongs to the
/// connection's lock, but for what is flying.
/// </summary>
/// <param name="headers">Writes the header blocks.</param>
internal sealed class SendQueue(HeaderBlocks headers)
{
    // More would only lie in the socket's queue.
    private const int MostWaitingBytes = 256 * 1024;

    private readonly List<LeanStream> _writers = [];
    private readonly List<LeanStream> _timed = [];
    private FrameBuffer _waiting = new();
    private FrameBuffer _flying = new();
    private int _turn;

    /// <summary>What the server still takes of all streams together.</summary>
    public long Window { get; set; } = Http2Windows.InitialBytes;

    /// <summary>SETTINGS_INITIAL_WINDOW_SIZE of the server.</summary>
    public int StreamWindow { get; set; } = Http2Windows.InitialBytes;

    /// <summary>SETTINGS_MAX_FRAME_SIZE of the server.</summary>
    public int MostPayloadBytes { get; set; } = FrameReader.MostPayloadBytes;

    public HeaderBlocks Headers => headers;

    /// <summary>Where frames of control are written.</summary>
    public FrameBuffer Frames => _waiting;

    public bool IsEmpty => _waiting.Length == 0;

    /// <summary>Streams whose beginning waits here: nobody can have answered them.</summary>
    public int Unsent { get; private set; }

    /// <summary>Opens a stream with its header and, as far as it goes, its body.</summary>
    public void Open(LeanStream stream)
    {
        stream.SendWindow = StreamWindow;
        Unsent++;
        var block = headers.Of(stream.Request);
        _waiting.HeaderBlock(stream.Id, stream.Left.IsEmpty, headers.Table.TakeLead().Span, block.Span, MostPayloadBytes);
        if (stream.Left.IsEmpty)
        {
            Written(stream);
            return;
        }

        _writers.Add(stream);
        Fill();
    }

    /// <summary>Forgets what is left of a stream's body.</summary>
    public void Drop(LeanStream stream)
    {
        if (!stream.Left.IsEmpty)
        {
            _writers.Remove(stream);
        }

        if (stream.Timed)
        {
            _timed.Remove(stream);
        }
    }

    /// <summary>The server has changed how much of a stream it takes ahead.</summary>
    public void Widen(int change)
    {
        foreach (var stream in _writers)
        {
            stream.SendWindow += change;
        }
    }

    /// <summary>Writes content of bodies, a frame of each in turn, as far as windows and room go.</summary>
    public void Fill()
    {
        for (var idle = 0; idle < _writers.Count && Window > 0 && _waiting.Length < MostWaitingBytes;)
        {
            _turn = _turn < _writers.Count ? _turn : 0;
            var stream = _writers[_turn];
            var length = (int)Math.Min(
                Math.Min(stream.Left.Length, MostPayloadBytes), Math.Min(stream.SendWindow, Window));
            if (length <= 0)
            {
                idle++;
                _turn++;
                continue;
            }

            idle = 0;
            var ends = length == stream.Left.Length;
            _waiting.Frame(FrameType.Data, ends ? FrameFlags.EndStream : FrameFlags.None, stream.Id, stream.Left.Span[..length]);
            Window -= length;
            stream.SendWindow -= length;
            stream.Left = stream.Left[length..];
            if (ends)
            {
                _writers.RemoveAt(_turn);
                Written(stream);
            }
            else
            {
                _turn++;
            }
        }
    }

    /// <summary>Takes all that waits, to be sent at once. Not again before that has left.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        (_waiting, _flying) = (_flying, _waiting);
        _waiting.Clear();
        Unsent = 0;
        if (_timed.Count > 0)
        {
            // A moment before it leaves: afterwards the response may be quicker than this thread.
            var now = Stopwatch.GetTimestamp();
            foreach (var stream in _timed)
            {
                stream.SentAt = now;
            }

            _timed.Clear();
        }

        return _flying.Written;
    }

    private void Written(LeanStream stream)
    {
        if (stream.Timed)
        {
            _timed.Add(stream);
        }
    }
}
