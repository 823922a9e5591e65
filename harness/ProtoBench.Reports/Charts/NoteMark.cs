namespace ProtoBench.Reports.Charts;

/// <summary>Words in the row of a category, in place of a figure: why there is none.</summary>
internal sealed record NoteMark : Mark
{
    /// <summary>Index of the row on a <see cref="BandScale"/>.</summary>
    public required int Category { get; init; }

    public required string Text { get; init; }

    /// <summary>Never: reasons alone do not make a chart.</summary>
    public override bool IsDrawable(Scale x, Scale y) => false;
}
