using ProtoBench.Contract;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>
/// The exchanges of a connection: those on streams, those that wait because the server takes no more at once, and those that are over.
/// Belongs to the connection's lock, but for the last.
/// </summary>
internal sealed class StreamTable(SendQueue sending, ServerNotices notices)
{
    // RFC 9113, 6.5.2 asks servers to take no fewer; HttpClient, too, begins with this many until they have said.
    private const int MostBeforeSettings = 100;

    private readonly Dictionary<int, LeanStream> _open = [];
    private readonly LinkedList<LeanStream> _waiting = [];
    private bool _settled;
    private int _next = 1;

    /// <summary>Those whose callers have not been told yet. On the loop's thread only.</summary>
    public Queue<LeanStream> Finished { get; } = new();

    /// <summary>How many streams the server takes at once.</summary>
    public long Most { get; private set; } = MostBeforeSettings;

    /// <summary>The server has said how many streams it takes; null: as many as there are.</summary>
    public void Settle(uint? most)
    {
        if (most is { } limit)
        {
            Most = limit;
        }
        else if (!_settled)
        {
            Most = int.MaxValue;
        }

        _settled = true;
        OpenWaiting();
    }

    public void Start(LeanStream stream)
    {
        if (_open.Count < Most)
        {
            Open(stream);
        }
        else
        {
            _waiting.AddLast(stream);
        }
    }

    /// <summary>The stream of that number; null: it is over.</summary>
    /// <exception cref="Http2Exception">This side has not opened it yet, and the server may not.</exception>
    public LeanStream? Find(int id)
    {
        if (_open.TryGetValue(id, out var stream))
        {
            return stream;
        }

        return id > 0 && id < _next && id % 2 == 1
            ? null
            : throw new Http2Exception(ErrorCode.Protocol, $"the server sent a frame of stream {id}, which nobody has opened");
    }

    public IEnumerable<LeanStream> Open() => _open.Values;

    public int OpenCount => _open.Count;

    /// <summary>The exchange is over. On the loop's thread.</summary>
    public void Finish(LeanStream stream, Exception? failure)
    {
        sending.Drop(stream);
        if (stream.Id > 0)
        {
            _open.Remove(stream.Id);
        }
        else
        {
            _waiting.Remove(stream);
        }

        stream.Finish(failure);
        Finished.Enqueue(stream);
        OpenWaiting();
    }

    /// <summary>Gives an exchange up, and tells the server where it knows of it.</summary>
    public void Reset(LeanStream stream, uint code, Exception failure)
    {
        if (stream.Id > 0)
        {
            sending.Frames.Number(FrameType.Reset, stream.Id, code);
        }

        Finish(stream, failure);
    }

    /// <summary>
    /// The server has refused a stream before it looked at it. One that was opened before its limit was known is opened again within it.
    /// </summary>
    public bool TryAgain(LeanStream stream)
    {
        if (!stream.IsBlind || !_settled)
        {
            return false;
        }

        sending.Drop(stream);
        _open.Remove(stream.Id);
        stream.Rewind();
        _waiting.AddFirst(stream);
        OpenWaiting();
        return true;
    }

    /// <summary>Ends every exchange, those that have not begun to be sent with another word.</summary>
    public void FailAll(Func<LeanStream, Exception> open, Func<Exception> waiting)
    {
        // Before the open ones, in whose places they would be opened.
        FailWaiting(waiting);
        foreach (var stream in _open.Values.ToArray())
        {
            Finish(stream, open(stream));
        }
    }

    public void FailWaiting(Func<Exception> failure)
    {
        while (_waiting.First is { Value: var stream })
        {
            _waiting.RemoveFirst();
            stream.Finish(failure());
            Finished.Enqueue(stream);
        }
    }

    private void OpenWaiting()
    {
        while (_waiting.First is { Value: var stream } && _open.Count < Most)
        {
            _waiting.RemoveFirst();
            Open(stream);
        }
    }

    private void Open(LeanStream stream)
    {
        stream.Id = _next;
        stream.IsBlind = !_settled;
        _open.Add(_next, stream);
        _next += 2;
        if (_next >= int.MaxValue - 1)
        {
            // RFC 9113, 5.1.1: no number is used twice. The streams that are open can still end.
            notices.Close("no stream numbers left");
        }

        sending.Open(stream);
    }
}
