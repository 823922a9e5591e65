using ProtoBench.Machine.Memory;

namespace ProtoBench.Load.Workloads.Idle;

/// <summary>
/// What one of several clients of a server reads, so that all of them together make the figures of one. Each holds what it has opened until
/// all have, so that the first reading of all sees nobody's connections, and the last one everybody's. Pure.
/// </summary>
internal static class IdleReadings
{
    private const string Held = "held";
    private const string Lost = "lost";
    private const string OpeningFrom = "opening-from";
    private const string OpeningTo = "opening-to";
    private const string Before = "before";
    private const string After = "after";
    private const string Managed = "Managed";
    private const string Native = "Native";
    private const string OfServer = "Server";

    /// <summary>As they travel, beside no figures.</summary>
    /// <param name="held">Connections of this client.</param>
    /// <param name="lost">Of them, those that were gone when they were used again.</param>
    /// <param name="opening">When it began to open them, and when all were open, in nanoseconds.</param>
    /// <param name="before">When it read memory before that, and what.</param>
    /// <param name="after">The same when all had been idle.</param>
    public static Dictionary<string, double> Of(
        int held, long lost, (long From, long To) opening, (long At, MemoryUse Use) before, (long At, MemoryUse Use) after)
    {
        var readings = new Dictionary<string, double>
        {
            [Held] = held,
            [Lost] = lost,
            [OpeningFrom] = opening.From,
            [OpeningTo] = opening.To,
        };
        foreach (var (name, (at, use)) in new[] { (Before, before), (After, after) })
        {
            readings[name] = at;
            foreach (var (whose, bytes) in new[]
            {
                (nameof(use.Client), use.Client),
                (nameof(use.Server), use.Server),
                (nameof(use.Kernel), use.Kernel),
                (Managed, use.ClientHeaps?.Managed),
                (Native, use.ClientHeaps?.Native),
                (OfServer + Managed, use.ServerHeaps?.Managed),
                (OfServer + Native, use.ServerHeaps?.Native),
            })
            {
                if (bytes is { } read)
                {
                    readings[name + whose] = read;
                }
            }
        }

        return readings;
    }

    /// <param name="clients">What each of them has read.</param>
    /// <param name="oneMachine">Else nobody reads the server's memory, and each kernel has its own.</param>
    public static Dictionary<string, double> PutTogether(IReadOnlyList<IReadOnlyDictionary<string, double>> clients, bool oneMachine)
    {
        var first = clients.MinBy(client => client[Before])!;
        var last = clients.MaxBy(client => client[After])!;
        var opening = oneMachine
            ? clients.Max(client => client[OpeningTo]) - clients.Min(client => client[OpeningFrom])
            : clients.Max(client => client[OpeningTo] - client[OpeningFrom]);
        return IdleFigures.Of(
            (int)clients.Sum(client => client[Held]),
            Use(Before, first),
            Use(After, last),
            opening / 1e9,
            (long)clients.Sum(client => client[Lost]));

        MemoryUse Use(string name, IReadOnlyDictionary<string, double> reader) => new(
            Sum(clients.Select(client => Read(client, name + nameof(MemoryUse.Client)))),
            oneMachine ? Read(reader, name + nameof(MemoryUse.Server)) : null,
            oneMachine ? Read(reader, name + nameof(MemoryUse.Kernel)) : null)
        {
            ClientHeaps = Sum(clients.Select(client => Read(client, name + Managed))) is { } managed
                ? new ProcessHeaps(managed, Sum(clients.Select(client => Read(client, name + Native))))
                : null,
            ServerHeaps = oneMachine && Read(reader, name + OfServer + Managed) is { } served
                ? new ProcessHeaps(served, Read(reader, name + OfServer + Native))
                : null,
        };
    }

    private static long? Read(IReadOnlyDictionary<string, double> readings, string name) =>
        readings.TryGetValue(name, out var value) ? (long)value : null;

    private static long? Sum(IEnumerable<long?> all) => all.Aggregate((long?)0, (sum, one) => sum + one);
}
