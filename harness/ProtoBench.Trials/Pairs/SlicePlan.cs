namespace ProtoBench.Trials.Pairs;

/// <summary>How the measured time of a side is cut into the slices in which the two sides take turns.</summary>
/// <param name="Count">Slices of each side, at least one.</param>
/// <param name="Seconds">Length of a slice before jitter; <paramref name="Count"/> of them are the duration asked for.</param>
internal readonly record struct SlicePlan(int Count, double Seconds)
{
    /// <summary>
    /// Long enough for a hundred exchanges, short enough that a neighbour's burst meets both sides: with one second a side, the standard
    /// deviation of a pair's p50 ratio was 5.9, 7.9 and 13.9 % with slices of 100 ms, 3.7, 5.0 and 5.9 % with 20 ms (nine pairs or more
    /// each, 2-vCPU guest).
    /// </summary>
    private const double Shortest = 0.02;

    // A slice of a slow exchange is longer, so that one completion more or less is a hundredth of its rate; but nobody waits more than 2 s
    // for that.
    private const double ExchangesPerSlice = 100;

    // Rounds compare whole trials and no single slices: these only have to be longer than what begins and ends them.
    private const double ExchangesPerSliceOfRound = 10;
    private const double MostForExchanges = 2;

    /// <param name="duration">Measured time of each side, from the scenario.</param>
    /// <param name="exchangesPerSecond">What the slower side did in its warm-up.</param>
    public static SlicePlan For(TimeSpan duration, double exchangesPerSecond) => For(duration, exchangesPerSecond, ExchangesPerSlice);

    /// <summary>The same for rounds.</summary>
    /// <inheritdoc cref="For(TimeSpan, double)"/>
    public static SlicePlan ForRound(TimeSpan duration, double exchangesPerSecond) =>
        For(duration, exchangesPerSecond, ExchangesPerSliceOfRound);

    private static SlicePlan For(TimeSpan duration, double exchangesPerSecond, double exchanges)
    {
        var least = Math.Clamp(exchanges / Math.Max(exchangesPerSecond, 1e-9), Shortest, MostForExchanges);

        // Rounded down: what does not make a slice of its own lengthens the others, so that no more and no less is measured than was asked
        // for.
        var count = Math.Max(1, (int)((duration.TotalSeconds / least) + 1e-9));
        return new SlicePlan(count, duration.TotalSeconds / count);
    }
}
