namespace ProtoBench.Model.Statistics;

/// <summary>Where the level of a series changed.</summary>
/// <param name="Index">First point of the new level.</param>
/// <param name="Ratio">New level ÷ old level, of the medians of the two stretches on its sides.</param>
/// <param name="PValue">Share of orders of the same points that look as much like a change.</param>
internal readonly record struct ChangePoint(int Index, double Ratio, double PValue);
