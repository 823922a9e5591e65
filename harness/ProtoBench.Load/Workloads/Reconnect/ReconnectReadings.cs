using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>
/// What all clients met of one restart. Several client processes tell each other's as they are, so that the last one to be served is the
/// last of all, and a median that of all. Pure.
/// </summary>
/// <param name="Restart">Of the one server, which is killed once for all.</param>
/// <param name="Clients">What each client met.</param>
/// <param name="Waits">Before their attempts.</param>
internal sealed record ReconnectReadings(ServerRestart Restart, IReadOnlyList<ReconnectRecord> Clients, Backoff Waits)
{
    private const int Head = 6;
    private const int Each = 7;

    /// <summary>The measurement with times and figures of the restart.</summary>
    public Measurement Tell(Measurement measurement)
    {
        var again = new LatencyHistogram();
        foreach (var client in Clients.Where(client => client.Served > 0))
        {
            again.Record(client.Served - Restart.KilledAt);
        }

        return measurement with
        {
            Times = new Dictionary<string, string> { [ReconnectKind.Again.Key] = HistogramText.Encode(again) },
            Figures = ReconnectFigures.Of(Restart, Clients, Waits),
            Unmerged = null,
        };
    }

    /// <summary>As they travel.</summary>
    public string Encode() => UnmergedNumbers.Encode(
    [
        Restart.KilledAt,
        Restart.ListeningAt,
        Restart.AddressKept switch { null => 0, false => 1, true => 2 },
        Waits.Min.Ticks,
        Waits.Max.Ticks,
        BitConverter.DoubleToInt64Bits(Waits.Jitter),
        .. Clients.SelectMany(one => new long[]
        {
            one.Known, (long)one.By, one.Served, one.Attempts, one.Refused, one.TimedOut, one.Broken,
        }),
    ]);

    /// <param name="clients">Of each client process, on one clock.</param>
    public static ReconnectReadings PutTogether(IReadOnlyList<string> clients)
    {
        var all = clients.Select(Decode).ToList();
        return all[0] with { Clients = [.. all.SelectMany(one => one.Clients)] };
    }

    private static ReconnectReadings Decode(string text)
    {
        var numbers = UnmergedNumbers.Decode(text);
        return new ReconnectReadings(
            new ServerRestart(numbers[0], numbers[1], numbers[2] switch { 0 => null, var kept => kept == 2 }),
            [
                .. numbers.Skip(Head).Chunk(Each).Select(one => new ReconnectRecord(
                    one[0], (LearnedBy)one[1], one[2], (int)one[3], (int)one[4], (int)one[5], (int)one[6])),
            ],
            new Backoff(new TimeSpan(numbers[3]), new TimeSpan(numbers[4]), BitConverter.Int64BitsToDouble(numbers[5])));
    }
}
