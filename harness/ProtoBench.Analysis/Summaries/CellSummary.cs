using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Searches;

namespace ProtoBench.Analysis.Summaries;

/// <summary>One cell with everything a report says about it.</summary>
internal sealed record CellSummary
{
    public required Cell Cell { get; init; }

    public required CellState State { get; init; }

    /// <summary>Why the cell has no figures, as a sentence; empty when it has.</summary>
    public required string Reason { get; init; }

    /// <summary>What a search for a rate found; null where the cell is at a load of its own.</summary>
    public SearchFinding? Search { get; init; }

    /// <summary>Trials that the plan had for this cell.</summary>
    public required int Planned { get; init; }

    /// <summary>Trials whose figures count.</summary>
    public required IReadOnlyList<TrialResult> Succeeded { get; init; }

    public required int Invalid { get; init; }

    public required int Failed { get; init; }

    /// <summary>Every figure of the workload's kind, by <see cref="Metric.Key"/>; empty unless measured.</summary>
    public required IReadOnlyDictionary<string, Figure> Figures { get; init; }

    /// <summary>
    /// All latencies of the succeeded trials added up, as a description of them; null without any. Decisions use the trials' own figures.
    /// </summary>
    public LatencyHistogram? Latency { get; init; }

    /// <summary>The 95 % interval over trials of each percentile, in microseconds; empty with fewer than two succeeded trials.</summary>
    public IReadOnlyList<BandPoint> Tail { get; init; } = [];

    /// <summary>What a reader must know about the figures, such as a tail that comes from one trial.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>
    /// Open loop: less than 97 % of what was offered was achieved, so latencies are those of another load than was asked for. What was
    /// offered is what the trials counted: of random arrivals a window may hold fewer than their mean.
    /// </summary>
    public bool MissedRate =>
        Cell.Load is { Loop: LoopKind.Open, Rate: { } rate }
            && this[Metrics.Throughput] is { } achieved
            && achieved.Centre < 0.97 * (Succeeded.Average(trial => trial.Measurement?.OfferedRate) ?? rate);

    public string Arm => Cell.Arm.Label;

    /// <summary>The chance of telling equal arms apart that its run allows, see <see cref="EarlyEnd"/>. 0.05 where nobody looked before the
    /// end.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary><see cref="RunPart.Label"/> of the run that measured it; empty when there is one run.</summary>
    public string Part { get; init; } = "";

    /// <summary>The arm as its own run calls it.</summary>
    public string ArmInPart => Part.Length == 0 ? Arm : Arm[..^SideBySide.Suffix(Part).Length];

    /// <summary>The figure when it can be shown, otherwise null.</summary>
    public Figure? this[Metric metric] => Figures.TryGetValue(metric.Key, out var figure) && figure.IsShown ? figure : null;

    /// <summary>For example <c>5 of 5</c>, or <c>3 of 5, 2 invalid</c>.</summary>
    public string TrialsText
    {
        get
        {
            var text = $"{Succeeded.Count} of {Planned}";
            text += Invalid > 0 ? $", {Invalid} invalid" : "";
            return text + (Failed > 0 ? $", {Failed} failed" : "");
        }
    }
}
