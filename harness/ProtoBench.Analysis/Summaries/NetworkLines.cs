using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>The network between the hosts of a run or of pairs, as it was seen around their trials. Pure.</summary>
internal static class NetworkLines
{
    /// <summary>From whom to whom, and what was seen; empty where all ran on one machine.</summary>
    public static IReadOnlyList<(string Path, string Seen)> Of(RunResult run) => Of(run.Trials);

    /// <summary>The same of some trials.</summary>
    public static IReadOnlyList<(string Path, string Seen)> Of(IEnumerable<TrialResult> trials) =>
    [
        .. trials.SelectMany(trial => trial.Paths ?? [])
            .GroupBy(path => (path.From, path.To))
            .Select(group => (
                $"{group.Key.From} to {group.Key.To}",
                Seen([.. group.SelectMany(path => path.OwnLooks)], shared: group.Any(path => path.BeforeAge is not null)))),
    ];

    /// <summary>For example <c>Network rack-10g, perf2 to perf1: round trip 120 µs (95–310 µs in 20 looks), …</c>.</summary>
    public static IEnumerable<string> Sentences(RunResult run) =>
        Sentences(run.Trials, run.Plan.Scenario.Hosts?.Network);

    /// <summary>The same of some trials.</summary>
    /// <param name="trials">Which.</param>
    /// <param name="network">What its user calls it; null: nothing.</param>
    public static IEnumerable<string> Sentences(IEnumerable<TrialResult> trials, string? network) =>
        Of(trials).Select(line => $"Network{(network is null ? "" : $" {network}")}, {line.Path}: {line.Seen}.");

    private static string Seen(IReadOnlyList<PathLook> looks, bool shared)
    {
        if (looks.Count == 0)
        {
            return "not seen";
        }

        var (sent, lost) = (looks.Sum(look => look.Sent), looks.Sum(look => look.Lost));
        var sizes = looks.Select(look => look.Mtu).OfType<int>().Distinct().Order().ToList();
        var (low, high) = (looks.Min(look => look.LowMicroseconds), looks.Max(look => look.HighMicroseconds));
        var between = shared ? ", one between two trials" : "";
        return $"round trip {Median(looks, look => look.RoundTripMicroseconds, Quantity.Microseconds)} "
            + $"({NumberText.Range(low, high, Quantity.Microseconds)} in {Plural.Of(looks.Count, "look")}{between}), "
            + $"{Median(looks, look => look.DownBytesPerSecond, Quantity.BytesPerSecond)} down and "
            + $"{Median(looks, look => look.UpBytesPerSecond, Quantity.BytesPerSecond)} up over one TCP connection, "
            + (sent == 0 ? "no datagrams" : string.Create(CultureInfo.InvariantCulture, $"{lost} of {sent} datagrams lost"))
            + (sizes.Count == 0 ? "" : $", MTU {string.Join(" and ", sizes)}");
    }

    private static string Median(IReadOnlyList<PathLook> looks, Func<PathLook, double> read, Quantity quantity) =>
        NumberText.Of(looks.Select(read).Order().ElementAt(looks.Count / 2), quantity);
}
