namespace ProtoBench.Model.Statistics;

/// <summary>
/// Whether an interval says anything. Two trials have one degree of freedom, whose Student's t is 12.7: where they differ by a factor of
/// ten, the interval spans twelve decades. Printed as a figure that reads like a measurement; it is none.
/// </summary>
internal static class IntervalWidth
{
    /// <summary>Wider than a factor of ten to either side: not even the order of magnitude is known.</summary>
    private const double Widest = 100;

    /// <summary>
    /// Does an interval of positive values from <paramref name="low"/> to <paramref name="high"/> bound them to within a factor of 100?
    /// </summary>
    public static bool Bounds(double low, double high) => low > 0 && high / low <= Widest;
}
