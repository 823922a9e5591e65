using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Where the time of a run went that was not measured, in words; runs from before that was watched have none.</summary>
internal static class TimeSpent
{
    /// <summary>
    /// For example <c>Besides warm-up and measurement a trial took 0.31 s: starting 0.22 s, connecting 4 ms, settling 15 ms, ending 0.07 s
    /// (medians of 12 trials).</c> Null: nothing is known.
    /// </summary>
    public static string? Sentence(RunResult run)
    {
        var rows = Rows(run);
        return rows.Count == 0
            ? null
            : "Besides warm-up and measurement a trial took "
                + string.Join("; ", rows.Select((row, place) => place == 0 ? row.Value : $"{row.Name} came {row.Value}")) + ".";
    }

    /// <summary>The same as names and values.</summary>
    public static IReadOnlyList<(string Name, string Value)> Rows(RunResult run)
    {
        var trials = run.Trials.Where(trial => trial is { Times: not null, Measurement: not null }).ToList();
        if (trials.Count == 0)
        {
            return [];
        }

        var parts = new (string Name, double Seconds)[]
        {
            ("starting", Median(trials, trial => trial.Times!.Start)),
            ("connecting", Median(trials, trial => trial.Times!.Connect)),
            ("settling", Median(trials, Settling)),
            ("ending", Median(trials, trial => trial.Times!.End)),
        };
        var whole = Median(trials, trial => trial.Times!.Outside + Settling(trial));
        return
        [
            (
                "time of a trial besides warm-up and measurement",
                $"{Text(whole)}: {string.Join(", ", parts.Where(part => part.Seconds > 0).Select(part => $"{part.Name} {Text(part.Seconds)}"))} "
                    + $"({(trials.Count == 1 ? "of one trial" : $"medians of {trials.Count} trials")})"),
            .. UntilFirst(run, trials) is { } first
                ? [("the first measured exchange", $"{Text(first)} after protobench was started")]
                : (IReadOnlyList<(string, string)>)[],
        ];
    }

    // Lead-ins, the last exchange, and in a round rehearsals. Warm-ups of a round come one after the other, so each counts once.
    private static double Settling(TrialResult trial) =>
        Math.Max(0, trial.Times!.Load - trial.Measurement!.WarmUp.Seconds - trial.Measurement.WindowSeconds);

    // A resumed run has begun with another process than the one that started it.
    private static double? UntilFirst(RunResult run, List<TrialResult> trials) =>
        run.Launched is { } launched && run.Trials[0] is { Number: 1 } first && trials.Contains(first)
            && (first.Started - launched).TotalSeconds + first.Times!.UntilWindow is > 0 and var seconds
            ? seconds
            : null;

    private static double Median(List<TrialResult> trials, Func<TrialResult, double> of)
    {
        var values = trials.Select(of).Order().ToList();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static string Text(double seconds) => NumberText.Tick(
        seconds < 0.1 ? Math.Round(seconds * 1e3) * 1e3 : Math.Round(seconds * 1e2) * 1e4, Quantity.Microseconds);
}
