using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Counts the connections that a server closed and that were opened again without a failure, by how it closed them. Takes a lock: opening a
/// connection costs a thousand times as much.
/// </summary>
internal sealed class AnnouncedTally
{
    /// <summary>What is said of connections that had ended without a word when the next request was to be sent on them.</summary>
    public const string WithoutWord = "closed without a word";

    private readonly Lock _lock = new();
    private readonly List<Kind> _kinds = [];

    /// <summary>A connection was replaced by another, which took <paramref name="nanoseconds"/>.</summary>
    public void Add(string how, long nanoseconds)
    {
        lock (_lock)
        {
            var kind = Of(how);
            kind.Closed++;
            kind.Nanoseconds += nanoseconds;
        }
    }

    /// <summary>A request met the end on its way and was sent again.</summary>
    public void Repeat(string how)
    {
        lock (_lock)
        {
            Of(how).Repeated++;
        }
    }

    /// <summary>All that were announced together; null when there were none.</summary>
    public static AnnouncedCloses? Sum(IEnumerable<AnnouncedTally> tallies)
    {
        var kinds = ByKind(tallies).Where(kind => kind.How != WithoutWord).ToList();
        var closed = kinds.Sum(kind => kind.Closed);
        return closed == 0 ? null : new AnnouncedCloses
        {
            Count = closed,
            How = kinds[0].How,
            ReconnectMicroseconds = kinds.Sum(kind => kind.Nanoseconds) / 1e3 / closed,
            Repeated = kinds.Sum(kind => kind.Repeated),
        };
    }

    /// <summary>All of them by kind, in the order in which they were met; null when there were none.</summary>
    public static IReadOnlyList<ConnectionEnding>? List(IEnumerable<AnnouncedTally> tallies)
    {
        var kinds = ByKind(tallies);
        return kinds.Count == 0 ? null :
        [
            .. kinds.Select(kind => new ConnectionEnding
            {
                How = kind.How,
                Announced = kind.How != WithoutWord,
                Count = kind.Closed,
                Repeated = kind.Repeated,
                ReconnectMicroseconds = kind.Closed == 0 ? 0 : kind.Nanoseconds / 1e3 / kind.Closed,
            }),
        ];
    }

    private static List<Kind> ByKind(IEnumerable<AnnouncedTally> tallies)
    {
        var sum = new AnnouncedTally();
        foreach (var tally in tallies)
        {
            lock (tally._lock)
            {
                foreach (var kind in tally._kinds)
                {
                    var total = sum.Of(kind.How);
                    total.Closed += kind.Closed;
                    total.Repeated += kind.Repeated;
                    total.Nanoseconds += kind.Nanoseconds;
                }
            }
        }

        return sum._kinds;
    }

    private Kind Of(string how)
    {
        var kind = _kinds.Find(one => one.How == how);
        if (kind is null)
        {
            kind = new Kind(how);
            _kinds.Add(kind);
        }

        return kind;
    }

    private sealed class Kind(string how)
    {
        public string How { get; } = how;

        public int Closed { get; set; }

        public int Repeated { get; set; }

        public long Nanoseconds { get; set; }
    }
}
