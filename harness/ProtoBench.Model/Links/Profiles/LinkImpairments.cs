namespace ProtoBench.Model.Links.Profiles;

/// <summary>How packets are lost. One of the three kinds.</summary>
public abstract record LossProfile
{
    /// <summary>Long-run share of lost packets, 0 to 1; 0 for a drop list, which names packets instead of a share.</summary>
    public abstract double MeanLoss { get; }
}

/// <summary>Every packet is lost with the same probability, whatever happened to the ones before.</summary>
public sealed record IndependentLoss(double Probability) : LossProfile
{
    public override double MeanLoss => Probability;
}

/// <summary>
/// Gilbert-Elliott loss: two states, moved after each packet, each with its own loss. Gilbert, "Capacity of a burst-noise channel", 1960;
/// Elliott, 1963.
/// </summary>
/// <param name="Enter">Probability of moving from good to bad after a packet.</param>
/// <param name="Leave">Probability of moving from bad to good after a packet; the mean stay in the bad state is 1 / Leave packets.</param>
/// <param name="GoodLoss">Loss in the good state. Default 0.</param>
/// <param name="BadLoss">Loss in the bad state. Default 1.</param>
public sealed record BurstLoss(double Enter, double Leave, double GoodLoss = 0, double BadLoss = 1) : LossProfile
{
    /// <summary>Share of packets that find the link in the bad state.</summary>
    public double BadShare => Enter / (Enter + Leave);

    public override double MeanLoss => ((1 - BadShare) * GoodLoss) + (BadShare * BadLoss);
}

/// <summary>Exactly these packets of the direction are lost, counted from 1 since the link's start.</summary>
public sealed record ListedLoss(IReadOnlyList<long> Packets) : LossProfile
{
    public override double MeanLoss => 0;
}

/// <summary>Distribution of the delay's variation.</summary>
public enum JitterLaw
{
    /// <summary>Evenly within plus or minus the spread.</summary>
    Uniform,

    /// <summary>Normal with the spread as standard deviation, cut at minus the delay (time does not run backwards).</summary>
    Normal,

    /// <summary>Added only, with mean equal to the spread and a heavy tail: Lomax, the Pareto law that begins at 0.</summary>
    Pareto,
}

/// <summary>Variation of the delay, drawn anew for every packet.</summary>
/// <param name="Law">Its distribution.</param>
/// <param name="Spread">Half width (uniform), standard deviation (normal) or mean (Pareto).</param>
/// <param name="Shape">Pareto only: tail exponent, above 1. Default 3, the smallest whole number with a finite variance.</param>
public sealed record JitterProfile(JitterLaw Law, TimeSpan Spread, double Shape = 3);

/// <summary>A time without any connection.</summary>
/// <param name="At">Beginning, from the link's start.</param>
/// <param name="Length">How long it lasts.</param>
/// <param name="Every">Repeats with this period; null means once.</param>
public sealed record Blackout(TimeSpan At, TimeSpan Length, TimeSpan? Every = null)
{
    /// <summary>When the blackout ends that covers this time; null when none does.</summary>
    /// <param name="time">From the link's start.</param>
    public TimeSpan? EndAround(TimeSpan time)
    {
        var since = time - At;
        if (since < TimeSpan.Zero)
        {
            return null;
        }

        var within = Every is { Ticks: > 0 } every ? TimeSpan.FromTicks(since.Ticks % every.Ticks) : since;
        return within < Length ? time + Length - within : null;
    }
}
