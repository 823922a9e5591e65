namespace ProtoBench.Model.Statistics;

/// <summary>A few points that left the level and came back to it.</summary>
/// <param name="Index">Its first point.</param>
/// <param name="Length">How many points.</param>
/// <param name="Ratio">Its level ÷ the level around it, of medians.</param>
internal readonly record struct Incident(int Index, int Length, double Ratio)
{
    /// <summary>Is this point one of it?</summary>
    public bool Holds(int point) => point >= Index && point < Index + Length;
}
