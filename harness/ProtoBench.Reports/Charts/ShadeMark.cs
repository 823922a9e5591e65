namespace ProtoBench.Reports.Charts;

/// <summary>A shaded stretch of x over the whole height of the chart: what lies in it is shown and does not count.</summary>
internal sealed record ShadeMark : Mark
{
    public required double From { get; init; }

    public required double To { get; init; }

    /// <summary>Never: a shade alone does not make a chart.</summary>
    public override bool IsDrawable(Scale x, Scale y) => false;
}
