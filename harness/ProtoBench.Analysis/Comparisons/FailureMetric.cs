using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>How often one trial failed.</summary>
/// <param name="Failed">Exchanges, streams or datagrams that did.</param>
/// <param name="Due">All of them.</param>
internal readonly record struct FailureCount(long Failed, long Due);

/// <summary>
/// A share of what a side should have done and did not; lower is better, and 0 is no special case of a ratio, so it is compared by
/// difference.
/// </summary>
/// <param name="Key">Its name in policies and files.</param>
/// <param name="Done">What happened to them, such as <c>timed out</c>.</param>
/// <param name="Read">Counts of one trial; null where the trial has none.</param>
internal sealed record FailureMetric(string Key, string Done, Func<TrialResult, FailureCount?> Read)
{
    /// <summary>Smallest difference of shares that counts where no rule names another: 1 in 1000.</summary>
    public const double DefaultMargin = 0.001;

    /// <summary>Exchanges or streams that ended in any way but with their whole, right answer.</summary>
    public static FailureMetric Failures { get; } = new("failures", "failed", trial => Of(trial, outcomes => outcomes.Failed));

    /// <summary>
    /// Those of them that had no answer within the timeout. Over datagrams that is what a lost request or reply looks like.
    /// </summary>
    public static FailureMetric TimeOuts { get; } = new("time-outs", "timed out", trial => Of(trial, outcomes => outcomes.TimedOut));

    /// <summary>Datagrams of a bulk transfer that never arrived.</summary>
    public static FailureMetric Lost { get; } = new(
        "lost", "were lost", trial =>
            trial.Measurement is { DatagramsSent: > 0 and var sent, DatagramsLost: { } lost } ? new FailureCount(lost, sent) : null);

    public static IReadOnlyList<FailureMetric> All { get; } = [TimeOuts, Failures, Lost];

    /// <summary>Losing datagrams is what a transfer at full speed does; not answering is not.</summary>
    public bool IsExpectedToBeNone => this != Lost;

    public static string Noun(FailureMetric metric, Cell cell) =>
        metric == Lost
            ? "datagrams"
            : WorkloadCatalog.Of(cell.Workload.Kind).Measures == WorkloadMeasure.Exchanges ? "exchanges" : "streams";

    private static FailureCount? Of(TrialResult trial, Func<OutcomeCounts, long> count) =>
        trial.Measurement is { Outcomes: { Total: > 0 } outcomes } ? new FailureCount(count(outcomes), outcomes.Total) : null;
}
