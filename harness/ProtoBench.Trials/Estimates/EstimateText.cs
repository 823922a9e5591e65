namespace ProtoBench.Trials.Estimates;

/// <summary>An estimate in words.</summary>
public static class EstimateText
{
    /// <summary>For example <c>about 0:54 to 1:40 min</c>.</summary>
    public static string Of(PlanEstimate estimate) => (Minutes(estimate.Minimum), Minutes(estimate.Maximum)) is var (from, to) && from == to
        ? $"about {from} min"
        : $"about {from} to {to} min";

    private static string Minutes(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:00}";
}
