namespace ProtoBench.Model.Scenarios;

/// <summary>The bounds of the phase before measuring, in which the same load runs and nothing is recorded.</summary>
public sealed record WarmUp
{
    /// <summary>Warm up at least this long. Default 0.2 s, the shortest that can be told to be steady.</summary>
    public TimeSpan Minimum { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Measure after this long even when the rate has not become steady; the trial then says so. Default 3 s.</summary>
    public TimeSpan Maximum { get; init; } = TimeSpan.FromSeconds(3);
}
