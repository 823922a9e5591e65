using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Counts what the server of a connection closed as it had announced. Takes a lock: opening a connection costs a thousand times as much.
/// </summary>
internal sealed class AnnouncedTally
{
    private readonly Lock _lock = new();
    private string? _how;
    private int _closed;
    private int _repeated;
    private long _nanoseconds;

    /// <summary>A connection was replaced by another, which took <paramref name="nanoseconds"/>.</summary>
    public void Add(string how, long nanoseconds)
    {
        lock (_lock)
        {
            _how ??= how;
            _closed++;
            _nanoseconds += nanoseconds;
        }
    }

    /// <summary>A request met the announcement on its way and was sent again.</summary>
    public void Repeat()
    {
        lock (_lock)
        {
            _repeated++;
        }
    }

    /// <summary>All of them together; null when there was nothing.</summary>
    public static AnnouncedCloses? Sum(IEnumerable<AnnouncedTally> tallies)
    {
        var (how, closed, repeated, nanoseconds) = ((string?)null, 0, 0, 0L);
        foreach (var tally in tallies)
        {
            lock (tally._lock)
            {
                how ??= tally._how;
                closed += tally._closed;
                repeated += tally._repeated;
                nanoseconds += tally._nanoseconds;
            }
        }

        return closed == 0 ? null : new AnnouncedCloses
        {
            Count = closed,
            How = how!,
            ReconnectMicroseconds = nanoseconds / 1e3 / closed,
            Repeated = repeated,
        };
    }
}
