using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What one subscriber of the client records. One caller at a time; its totals may be read meanwhile.</summary>
internal sealed class PushListener(PushRecords records)
{
    private readonly LatencyHistogram _between = new();
    private readonly LatencyHistogram _pacing = new();
    private long _last;
    private long _delivered;
    private long _inWindow;
    private long _requests;
    private long _asking;
    private long _pausing;

    public EventLedger Ledger { get; } = new();

    public LatencyHistogram Between => _between;

    /// <summary>How late the server's pacing thread came to each event of the window.</summary>
    public LatencyHistogram Pacing => _pacing;

    /// <summary>How long subscribing took, in nanoseconds; null: the server has not answered.</summary>
    public long? Opening { get; private set; }

    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Events that arrived while the window was open.</summary>
    public long InWindow => Volatile.Read(ref _inWindow);

    /// <summary>Requests for events that were answered while the window was open.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>From sending those requests until their answers had come, together, in nanoseconds.</summary>
    public long Asking => Volatile.Read(ref _asking);

    /// <summary>The pauses before those requests together, in nanoseconds.</summary>
    public long Pausing { get; private set; }

    /// <summary>Events behind the window have come, so nothing of it is still to come in order.</summary>
    public bool IsDone => Ledger.Beyond is not null;

    /// <summary>How events came, as a fact tells it; null: none has.</summary>
    public string? Delivery { get; set; }

    /// <summary>The shortest time between an answer and the next request, in nanoseconds; null: there was none.</summary>
    public long? ShortestPause { get; private set; }

    public void Paused(long nanoseconds)
    {
        ShortestPause = Math.Min(ShortestPause ?? long.MaxValue, nanoseconds);
        _pausing = nanoseconds;
    }

    public void Subscribed(long since) => Opening = LoadClock.Now - since;

    /// <summary>A request for events that was sent at <paramref name="asked"/> is answered.</summary>
    public void Answered(long asked)
    {
        var now = LoadClock.Now;
        if (records.Window.Contains(now))
        {
            Volatile.Write(ref _requests, _requests + 1);
            Volatile.Write(ref _asking, _asking + now - asked);
            Pausing += _pausing;
        }
    }

    /// <exception cref="BadResponseException">It has another length than was asked for.</exception>
    public void Accept(ReadOnlySpan<byte> message)
    {
        var now = LoadClock.Now;
        if (message.Length != records.MessageBytes)
        {
            throw new BadResponseException($"an event has {message.Length} bytes, asked for were {records.MessageBytes}");
        }

        var pushed = PushEvent.Read(message);
        var (intended, sent) = (records.Clock.Read(pushed.Intended), records.Clock.Read(pushed.Sent));
        var inWindow = records.Window.Contains(intended);
        Volatile.Write(ref _delivered, _delivered + 1);
        if (records.Window.Contains(now))
        {
            Volatile.Write(ref _inWindow, _inWindow + 1);
        }

        if (Ledger.Enter(pushed.Number, inWindow, intended >= records.Window.End) && inWindow)
        {
            records.Recorders.ForThisThread.RecordOpen(ExchangeOutcome.Completed, intended, sent, now);
            records.Spread.Record(pushed.Number, now);
            _pacing.Record(pushed.PacingNanoseconds);
            if (_last != 0)
            {
                _between.Record(now - _last);
            }
        }

        _last = now;
    }
}
