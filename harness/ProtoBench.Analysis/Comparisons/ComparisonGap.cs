namespace ProtoBench.Analysis.Comparisons;

/// <summary>Something that a comparison should have judged and did not, or that a reader must not take for judged.</summary>
public sealed record ComparisonGap
{
    /// <summary><see cref="ProtoBench.Model.Plans.Cell.Id"/>; null when it is about the comparison as a whole.</summary>
    public string? CellId { get; init; }

    /// <summary>The cell for people; null like <see cref="CellId"/>.</summary>
    public string? CellName { get; init; }

    /// <summary>Key of the metric; null when it is about every metric of the cell.</summary>
    public string? Metric { get; init; }

    public required GapKind Kind { get; init; }

    /// <summary>
    /// What is missing and why, without the cell's name, such as <c>5 of 5 trials of the new run failed, the first: ...</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The same as a sentence of its own.</summary>
    public required string Sentence { get; init; }
}

/// <summary>What a gap means for a gate.</summary>
public enum GapKind
{
    /// <summary>It is said and passes: what the base never measured, or what a policy does not ask about.</summary>
    Remark,

    /// <summary>It was measured, but nothing can be said of it. Never passes (exit code 5).</summary>
    NotJudged,

    /// <summary>A side did not measure it. Never passes (exit code 4).</summary>
    NotMeasured,
}
