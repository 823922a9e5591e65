namespace ProtoBench.Model.Measurements;

/// <summary>One counter of a histogram.</summary>
/// <param name="Lowest">Smallest value it counts, in nanoseconds.</param>
/// <param name="Highest">Largest value it counts, in nanoseconds.</param>
/// <param name="Count">How often one of its values was recorded.</param>
internal readonly record struct HistogramBucket(long Lowest, long Highest, long Count);
