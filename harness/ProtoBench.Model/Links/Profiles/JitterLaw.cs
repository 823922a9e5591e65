namespace ProtoBench.Model.Links.Profiles;

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
