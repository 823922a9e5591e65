namespace ProtoBench.Statistics;

/// <summary>
/// A plausibility check of a closed loop: exchanges in flight = rate × mean time in flight (Little, "A Proof for the Queuing Formula L =
/// λW", 1961). When it fails, the rate or the latencies are not what they claim to be.
/// </summary>
internal sealed record LittlesLaw
{
    /// <summary>Below it the client spent over 10 % of the time between exchanges: it, not the server, was measured.</summary>
    public const double LowestShare = 0.90;

    /// <summary>Above 1 there is only what the window's edges add, exchanges begun inside and ended outside.</summary>
    public const double HighestShare = 1.05;

    /// <summary>Exchanges that were in flight on average, by rate × mean service time.</summary>
    public required double InFlight { get; init; }

    /// <summary><see cref="InFlight"/> ÷ the number the loop kept in flight.</summary>
    public required double Share { get; init; }

    public bool Holds => Share is >= LowestShare and <= HighestShare;

    /// <param name="ratePerSecond">Exchanges per second.</param>
    /// <param name="meanServiceNanoseconds">Mean service time of the same exchanges.</param>
    /// <param name="configuredInFlight">Exchanges the loop kept in flight.</param>
    public static LittlesLaw Check(double ratePerSecond, double meanServiceNanoseconds, int configuredInFlight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(configuredInFlight);
        var inFlight = ratePerSecond * meanServiceNanoseconds / 1e9;
        return new LittlesLaw { InFlight = inFlight, Share = inFlight / configuredInFlight };
    }
}
