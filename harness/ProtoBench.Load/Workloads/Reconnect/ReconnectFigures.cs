using System.Globalization;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>What clients feel of a server that was killed and started again. Pure.</summary>
internal static class ReconnectFigures
{
    public static WorkloadFigure AllServed { get; } =
        new("reconnect-all", "time until all are served again", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Absence = "not all were served again before the end",
        };

    public static WorkloadFigure FirstServed { get; } =
        new("reconnect-first", "time until the first is served again", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Absence = "nobody was served again before the end",
        };

    public static WorkloadFigure AllSinceUp { get; } =
        new("reconnect-all-up", "all served, from when the server listens again", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Absence = "not all were served again before the end",
        };

    public static WorkloadFigure FirstSinceUp { get; } =
        new("reconnect-first-up", "first served, from when the server listens again", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "nobody was served again before the end",
        };

    public static WorkloadFigure Down { get; } =
        new("reconnect-down", "time in which nobody listened", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure Known { get; } =
        new("reconnect-known", "median time until a client knew", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Absence = "no client knew",
        };

    public static WorkloadFigure ByClose { get; } =
        new("reconnect-by-close", "clients told by a close or reset", FigureUnit.Share, LowerIsBetter: false) { Aside = true };

    public static WorkloadFigure ByRefusal { get; } =
        new("reconnect-by-refusal", "clients told by port unreachable", FigureUnit.Share, LowerIsBetter: false) { Aside = true };

    public static WorkloadFigure BySilence { get; } =
        new("reconnect-by-silence", "clients that only their own limit told", FigureUnit.Share, LowerIsBetter: true);

    public static WorkloadFigure Attempts { get; } =
        new("reconnect-attempts", "attempts per client", FigureUnit.Count, LowerIsBetter: true);

    public static WorkloadFigure Predicted { get; } =
        new("reconnect-predicted-attempts", "the same by the back-off alone", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "with jitter the waits are drawn",
        };

    public static WorkloadFigure Refused { get; } =
        new("reconnect-refused", "attempts refused", FigureUnit.Count, LowerIsBetter: true);

    public static WorkloadFigure TimedOut { get; } =
        new("reconnect-timed-out", "attempts timed out", FigureUnit.Count, LowerIsBetter: true);

    public static WorkloadFigure Broken { get; } =
        new("reconnect-broken", "attempts that broke", FigureUnit.Count, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure Lost { get; } =
        new("reconnect-lost", "exchanges lost with the server", FigureUnit.Count, LowerIsBetter: true);

    public static WorkloadFigure Unserved { get; } =
        new("reconnect-unserved", "clients not served again before the end", FigureUnit.Count, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure AddressKept { get; } =
        new("reconnect-address-kept", "restarts that SO_REUSEADDR alone let have the address", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "of TCP over loopback",
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } =
    [
        AllServed, FirstServed, AllSinceUp, FirstSinceUp, Down, Known, ByClose, ByRefusal, BySilence, Attempts, Predicted, Refused,
        TimedOut, Broken, Lost, Unserved, AddressKept,
    ];

    /// <param name="restart">When the server died and when the next one listened.</param>
    /// <param name="clients">What each client met.</param>
    /// <param name="waits">Before their attempts.</param>
    public static Dictionary<string, double> Of(ServerRestart restart, IReadOnlyList<ReconnectRecord> clients, Backoff waits)
    {
        var (killed, listening) = (restart.KilledAt, restart.ListeningAt);
        var knowing = clients.Where(one => one.Known > 0).ToList();
        var served = clients.Where(one => one.Served > 0).Select(one => one.Served).ToList();
        var figures = new Dictionary<string, double>
        {
            [Down.Key] = (listening - killed) / 1e3,
            [ByClose.Key] = Share(LearnedBy.Close),
            [ByRefusal.Key] = Share(LearnedBy.Refusal),
            [BySilence.Key] = Share(LearnedBy.Silence),
            [Attempts.Key] = clients.Average(one => one.Attempts),
            [Refused.Key] = clients.Sum(one => one.Refused),
            [TimedOut.Key] = clients.Sum(one => one.TimedOut),
            [Broken.Key] = clients.Sum(one => one.Broken),
            [Lost.Key] = knowing.Count,
            [Unserved.Key] = clients.Count - served.Count,
        };
        if (restart.AddressKept is { } kept)
        {
            figures[AddressKept.Key] = kept ? 1 : 0;
        }

        if (knowing.Count > 0)
        {
            figures[Known.Key] = Median([.. knowing.Select(one => Math.Max(0, one.Known - killed))]) / 1e3;
            if (waits.Jitter == 0)
            {
                figures[Predicted.Key] = knowing.Average(
                    one => waits.AttemptsWithin(TimeSpan.FromMicroseconds((listening - one.Known) / 1e3)));
            }
        }

        if (served.Count > 0)
        {
            figures[FirstServed.Key] = (served.Min() - killed) / 1e3;

            // A server says that it listens when it has come back from listening: its first client may be earlier.
            figures[FirstSinceUp.Key] = Math.Max(0, served.Min() - listening) / 1e3;
        }

        if (served.Count == clients.Count)
        {
            figures[AllServed.Key] = (served.Max() - killed) / 1e3;
            figures[AllSinceUp.Key] = Math.Max(0, served.Max() - listening) / 1e3;
        }

        return figures;

        double Share(LearnedBy by) => knowing.Count == 0 ? 0 : knowing.Count(one => one.By == by) / (double)knowing.Count;
    }

    public static IEnumerable<string> Faults(IReadOnlyDictionary<string, double> figures)
    {
        if (figures.TryGetValue(Unserved.Key, out var unserved) && unserved > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{unserved:0} clients were not served again before the end: measure for longer, or let the server be away for less");
        }

        if (figures.TryGetValue(Lost.Key, out var lost) && lost == 0)
        {
            yield return "no client noticed that the server had gone";
        }
    }

    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        if (!figures.TryGetValue(Down.Key, out var down))
        {
            yield break;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"nobody listened for {down / 1e3:0} ms; {Percent(ByClose)} of the clients were told by a close or reset, "
                + $"{Percent(ByRefusal)} by port unreachable, and {Percent(BySilence)} only by their own time-out");

        if (figures.TryGetValue(AddressKept.Key, out var kept))
        {
            yield return kept > 0
                ? "sockets of the killed server kept its address: only SO_REUSEADDR, which .NET always sets, let the next one have it at "
                    + "once; without it bind fails until they leave TIME_WAIT, after 60 s on Linux"
                : "no socket of the killed server kept its address: the next one could have had it without SO_REUSEADDR";
        }

        string Percent(WorkloadFigure figure) => string.Create(CultureInfo.InvariantCulture, $"{figures[figure.Key] * 100:0} %");
    }

    private static double Median(List<long> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2.0;
    }
}
