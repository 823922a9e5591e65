using ProtoBench.Analysis.Searches;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>From a cell's trials to its figures.</summary>
internal static class CellSummaries
{
    /// <summary>A merged tail this much above the middle trial's says that one trial made it.</summary>
    private const double DominatedTail = 1.5;

    /// <param name="scenario">Says how many trials confirm a rate that is searched for.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="planned">Its trials in the plan.</param>
    /// <param name="trials">Those that ran.</param>
    public static CellSummary Of(Scenario scenario, Cell cell, int planned, IReadOnlyList<TrialResult> trials) =>
        cell is { Runs: true, Load.Search: not null } ? OfSearch(scenario, cell, trials) : Of(cell, planned, trials);

    // Its figures are those of the fresh trials at the rate that was found: those that led to it, or were made elsewhere, are none of it.
    private static CellSummary OfSearch(Scenario scenario, Cell cell, IReadOnlyList<TrialResult> trials)
    {
        var finding = CellSearch.Of(scenario, cell, trials);
        var at = finding.Confirmed?.Rate;
        var confirming = CellSearch.Counting(scenario, cell, trials);
        var text = CellSearch.Text(cell.Load.Search!, finding);
        var summary = Of(cell with { Load = cell.Load with { Rate = at ?? cell.Load.Rate } }, confirming.Count, confirming);
        return summary with
        {
            Search = finding,
            State = confirming.Count > 0 ? CellState.Measured : trials.Count > 0 ? CellState.Invalid : CellState.NotRun,
            Reason = confirming.Count > 0 ? "" : trials.Count > 0 ? $"It {text}." : summary.Reason,
            Notes = [.. summary.Notes, $"{cell.Arm.Label} {text}; {Plural.Of(finding.Trials, "trial")} in all."],
        };
    }

    public static CellSummary Of(Cell cell, int planned, IReadOnlyList<TrialResult> trials)
    {
        var succeeded = trials.Where(trial => trial is { Status: TrialStatus.Succeeded, Measurement: not null }).ToList();
        var invalid = trials.Count(trial => trial.Status is TrialStatus.Invalid);
        var failed = trials.Count - succeeded.Count - invalid;
        var state = StateOf(cell, succeeded.Count, invalid, failed);
        var figures = state is CellState.Measured
            ? Metrics.Of(cell.Workload).ToDictionary(metric => metric.Key, metric => FigureOf(metric, succeeded))
            : [];
        var (latency, tail) = Merge(succeeded);
        return new CellSummary
        {
            Cell = cell,
            State = state,
            Reason = ReasonOf(cell, state, trials),
            Planned = planned,
            Succeeded = succeeded,
            Invalid = invalid,
            Failed = failed,
            Figures = figures,
            Latency = latency,
            Tail = TailInterval.Of(tail),
            Notes = NotesOf(figures, latency, succeeded),
        };
    }

    private static CellState StateOf(Cell cell, int succeeded, int invalid, int failed) => cell switch
    {
        { NotApplicable: not null } => CellState.NotApplicable,
        { Unsupported: not null } => CellState.Unsupported,
        _ when succeeded > 0 => CellState.Measured,
        _ when invalid > 0 => CellState.Invalid,
        _ when failed > 0 => CellState.Failed,
        _ => CellState.NotRun,
    };

    private static string ReasonOf(Cell cell, CellState state, IReadOnlyList<TrialResult> trials) => state switch
    {
        CellState.Measured => "",
        CellState.NotApplicable => Sentences.Ended(cell.NotApplicable!),
        CellState.Unsupported => Sentences.Ended(cell.Unsupported!),
        CellState.NotRun => "The run ended before this cell had a trial.",
        _ => Sentences.Joined(trials.SelectMany(trial => trial.Reasons).Distinct(StringComparer.Ordinal)) is { Length: > 0 } reasons
            ? reasons
            : "The trials gave no reason; their logs may.",
    };

    /// <summary>A metric over the trials that count.</summary>
    public static Figure FigureOf(Metric metric, IReadOnlyList<TrialResult> succeeded)
    {
        var values = new List<TrialValue>();
        foreach (var trial in succeeded)
        {
            if (metric.Read(trial) is { } value && double.IsFinite(value))
            {
                values.Add(new TrialValue(trial.Number, value, trial.Round));
            }
        }

        // A figure over only those trials that happened to have it would be a figure of other trials than its neighbours.
        if (values.Count < succeeded.Count)
        {
            return new Figure { Metric = metric, Trials = [], Withheld = WhyWithheld(metric, values.Count, succeeded) };
        }

        if (values.Any(trial => trial.Value <= 0))
        {
            return new Figure { Metric = metric, Trials = values, Centre = Median(values) };
        }

        var interval = TrialInterval.Of([.. values.Select(trial => trial.Value)]);

        // No trial can have more than the whole, and so can no mean of trials.
        var isShare = metric.Quantity is Quantity.Share && values.All(trial => trial.Value <= 1);
        return new Figure
        {
            Metric = metric,
            Trials = values,
            Centre = interval.GeometricMean,
            Low = interval.Low,
            High = isShare && interval.High > 1 ? 1 : interval.High,
        };
    }

    private static double Median(IReadOnlyList<TrialValue> trials)
    {
        var sorted = trials.Select(trial => trial.Value).Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string WhyWithheld(Metric metric, int present, IReadOnlyList<TrialResult> succeeded)
    {
        if (metric.SamplesNeeded == 0)
        {
            return present == 0 ? metric.Absence ?? "not measured" : $"only {present} of {succeeded.Count} trials have it";
        }

        var fewest = succeeded.Min(trial => trial.ResponseMicroseconds?.Count ?? 0);
        return $"needs {NumberText.Whole(metric.SamplesNeeded)} samples per trial, has {NumberText.Whole(fewest)}";
    }

    // Decoding costs most of a report's time, so each histogram is decoded once for both.
    private static (LatencyHistogram? Latency, List<IReadOnlyList<double>> Tail) Merge(List<TrialResult> succeeded)
    {
        LatencyHistogram? merged = null;
        var tail = new List<IReadOnlyList<double>>();
        foreach (var text in succeeded.Select(trial => trial.Measurement!.Response).OfType<string>())
        {
            merged ??= new LatencyHistogram();
            var trial = HistogramText.Decode(text);
            merged.Add(trial);
            tail.Add(TailInterval.Read(trial));
        }

        return (merged is { Count: > 0 } ? merged : null, tail);
    }

    private static List<string> NotesOf(Dictionary<string, Figure> figures, LatencyHistogram? latency, List<TrialResult> succeeded)
    {
        var notes = new List<string>();
        foreach (var (metric, quantile) in (ReadOnlySpan<(Metric, double)>)[(Metrics.P99, 0.99), (Metrics.P999, 0.999)])
        {
            if (latency is not null && figures.TryGetValue(metric.Key, out var figure) && figure is { IsShown: true, Trials.Count: > 1 })
            {
                var merged = latency.ValueAtQuantile(quantile) / 1e3;
                var median = Median(figure.Trials);
                if (merged > DominatedTail * median)
                {
                    var worst = figure.Trials.MaxBy(trial => trial.Value);
                    notes.Add(
                        $"{metric.Key} tail dominated by trial {worst.Number} ({NumberText.Of(worst.Value, metric.Quantity)}; "
                            + $"the middle trial has {NumberText.Of(median, metric.Quantity)}).");
                }
            }
        }

        notes.AddRange(TrialNotes.Of(succeeded));
        return notes;
    }
}
