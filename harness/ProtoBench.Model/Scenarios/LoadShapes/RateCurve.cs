namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>A stretch in which a rate changes evenly.</summary>
/// <param name="Seconds">Its length, above 0.</param>
/// <param name="From">Arrivals per second at its begin.</param>
/// <param name="To">At its end.</param>
public readonly record struct RateSegment(double Seconds, double From, double To)
{
    /// <summary>Arrivals in it: the area under the line.</summary>
    public double Arrivals => Seconds * (From + To) / 2;

    /// <summary>When so many of them have come, in seconds from its begin.</summary>
    public double When(double arrivals)
    {
        // From τ + a τ² / 2 = n, solved so that nothing cancels where a is small or 0.
        var slope = (To - From) / Seconds;
        return 2 * arrivals / (From + Math.Sqrt(Math.Max(0, (From * From) + (2 * slope * arrivals))));
    }
}

/// <summary>A rate over time, as stretches one after the other. Pure.</summary>
/// <param name="segments">At least one.</param>
public sealed class RateCurve(IEnumerable<RateSegment> segments)
{
    private readonly RateSegment[] _segments = [.. segments];

    /// <summary>Arrivals under it.</summary>
    public double Total => _segments.Sum(segment => segment.Arrivals);

    /// <summary>
    /// When so many arrivals have come, in seconds from the begin; infinity beyond the last. That of evenly spaced arrivals is exact; a
    /// Poisson process of rate 1 put through it has this rate (time change; Çinlar, Introduction to Stochastic Processes, 1975).
    /// </summary>
    public double When(double arrivals)
    {
        var (before, start) = (0.0, 0.0);
        foreach (var segment in _segments)
        {
            if (arrivals - before < segment.Arrivals)
            {
                return start + segment.When(arrivals - before);
            }

            before += segment.Arrivals;
            start += segment.Seconds;
        }

        return double.PositiveInfinity;
    }
}
