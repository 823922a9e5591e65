using System.Diagnostics;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>
/// What a connection that pipelines has under way, the oldest first, and the requests that have not left yet. Belongs to the connection's
/// lock, but for what is flying.
/// </summary>
/// <param name="depth">Exchanges at once.</param>
internal sealed class PipelineQueue(int depth)
{
    private readonly PipelinedExchange[] _ring = new PipelinedExchange[depth];
    private byte[] _waiting = new byte[4096];
    private byte[] _flying = new byte[4096];
    private int _waitingBytes;
    private int _first;
    private int _unsent;

    public int Count { get; private set; }

    public bool IsFull => Count == depth;

    /// <summary>Has anything not left yet?</summary>
    public bool HasWaiting => _waitingBytes > 0;

    /// <summary>The one whose response is next; null: nothing is under way.</summary>
    public PipelinedExchange? Oldest => Count > 0 ? _ring[_first] : null;

    /// <summary>Adds an exchange with its request, which is copied: the caller's memory is not read later.</summary>
    public void Add(PipelinedExchange exchange, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var needed = _waitingBytes + head.Length + body.Length;
        if (needed > _waiting.Length)
        {
            Array.Resize(ref _waiting, Math.Max(needed, 2 * _waiting.Length));
        }

        head.CopyTo(_waiting.AsSpan(_waitingBytes));
        body.CopyTo(_waiting.AsSpan(_waitingBytes + head.Length));
        _waitingBytes = needed;
        _ring[(_first + Count) % depth] = exchange;
        Count++;
        _unsent++;
    }

    /// <summary>Takes all requests that wait, to be sent at once. Not again before they have left.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        // A moment before they leave: afterwards a response may be quicker than this thread.
        var now = Stopwatch.GetTimestamp();
        for (; _unsent > 0; _unsent--)
        {
            _ring[(_first + Count - _unsent) % depth].SentAt = now;
        }

        (_waiting, _flying) = (_flying, _waiting);
        var taken = _flying.AsMemory(0, _waitingBytes);
        _waitingBytes = 0;
        return taken;
    }

    public PipelinedExchange RemoveOldest()
    {
        var oldest = _ring[_first];
        _first = (_first + 1) % depth;
        Count--;
        _unsent = Math.Min(_unsent, Count);
        return oldest;
    }
}
