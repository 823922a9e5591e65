namespace ProtoBench.Reports.Charts;

/// <summary>Something drawn on a chart's axes.</summary>
internal abstract record Mark
{
    public required SeriesStyle Style { get; init; }

    /// <summary>Is there anything these axes have a place for?</summary>
    public abstract bool IsDrawable(Scale x, Scale y);
}
