using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>A figure that every trial has one value of.</summary>
/// <param name="Key">Its name in files and anchors, for example <c>p99</c>.</param>
/// <param name="Title">Its name for people, for example <c>p99 latency</c>.</param>
/// <param name="Quantity">How it is written.</param>
/// <param name="LowerIsBetter">Which end of the scale is good.</param>
/// <param name="Read">Its value in one trial, or null where the trial has none.</param>
internal sealed record Metric(string Key, string Title, Quantity Quantity, bool LowerIsBetter, Func<TrialResult, double?> Read)
{
    /// <summary>The title as a heading begins: with a capital, unless it begins with a symbol such as p99.</summary>
    public string Heading => SamplesNeeded > 0 ? Title : char.ToUpperInvariant(Title[0]) + Title[1..];

    /// <summary>
    /// Is it what <paramref name="load"/> asked for and not what an arm can do? So is the throughput at an offered rate: nobody is best in
    /// it. Nor in anything where a search took each arm to a rate of its own.
    /// </summary>
    public bool IsGivenBy(LoadPoint load) => load.Search is not null || (this == Metrics.Throughput && load.Loop is LoopKind.Open);

    /// <summary>Is it told, and not compared?</summary>
    public bool Aside { get; init; }

    /// <summary>Of those that only one kind has: do readers ask for it first?</summary>
    public bool AskedFirst { get; init; }

    /// <summary>Why no trial of a cell may have it; null: nothing is known of that.</summary>
    public string? Absence { get; init; }

    /// <summary>For percentiles: recorded exchanges a trial needs so that ten lie beyond the percentile.</summary>
    public long SamplesNeeded { get; init; }
}
