namespace ProtoBench.Reports.Charts;

/// <summary>A vertical line at one x, across the whole chart, with a word beside it.</summary>
internal sealed record RuleMark : Mark
{
    public required double X { get; init; }

    public required string Label { get; init; }

    /// <summary>Never: a rule alone does not make a chart.</summary>
    public override bool IsDrawable(Scale x, Scale y) => false;
}
