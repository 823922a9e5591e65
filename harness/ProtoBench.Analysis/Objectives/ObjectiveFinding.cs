using System.Text.Json.Serialization;

namespace ProtoBench.Analysis.Objectives;

/// <summary>What one cell makes of one objective.</summary>
public sealed record ObjectiveFinding
{
    public required string CellId { get; init; }

    /// <summary>Key of the figure, such as <c>p99</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>In microseconds, bytes, per second, or as a part of a whole.</summary>
    public required double Limit { get; init; }

    public required ObjectiveOutcome Outcome { get; init; }

    /// <summary>Centre over trials, in the unit of the limit; of shares that of all trials together. Null: there is none.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the 95 % interval; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end, null like <see cref="Low"/>.</summary>
    public double? High { get; init; }

    /// <summary>Trials that it rests on.</summary>
    public required int Trials { get; init; }

    /// <summary>The limit and what was found, in words.</summary>
    public required string Sentence { get; init; }

    /// <summary>The limit in words, such as <c>p99 ≤ 5 ms</c>.</summary>
    [JsonIgnore]
    public string LimitText { get; init; } = "";

    /// <summary>What was measured in words, such as <c>4.1 ms (3.9–4.3 ms)</c>, or why there is nothing.</summary>
    [JsonIgnore]
    public string Found { get; init; } = "";

    /// <summary>Is there no figure at all to hold against the limit, because no trial has it or too few do?</summary>
    [JsonIgnore]
    public bool IsUnmeasured => Low is null && Outcome is ObjectiveOutcome.CannotTell;

    /// <summary><c>met</c>, <c>missed</c> or <c>cannot tell</c>.</summary>
    [JsonIgnore]
    public string Word => Outcome switch
    {
        ObjectiveOutcome.Met => "met",
        ObjectiveOutcome.Missed => "missed",
        _ => "cannot tell",
    };
}
