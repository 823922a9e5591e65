namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>
/// How unchanged trials differ, on the logarithm of a cost. The three profiles are those the rule was chosen for: a pinned machine alone, a
/// shared one, and a badly shared one.
/// </summary>
internal sealed record NoiseProfile
{
    /// <summary>Its name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Typical standard deviation between fresh processes; each metric has its own, spread log-normally around this.</summary>
    public required double Process { get; init; }

    /// <summary>Standard deviation, on the logarithm, of the metrics' own <see cref="Process"/>.</summary>
    public required double ProcessSpread { get; init; }

    /// <summary>
    /// Standard deviation of the machine's wandering, a first-order process with correlation 0.8 from one server start to the next.
    /// </summary>
    public required double Environment { get; init; }

    /// <summary>Largest drift from the middle of a run to either end; each suite's is uniform up to this, in either direction.</summary>
    public required double Drift { get; init; }

    /// <summary>Share of trials that are 10 to 30 % too slow for no reason.</summary>
    public required double Outliers { get; init; }

    /// <summary>Standard deviation of one of the thirty windows of a trial, whose correlation is 0.5 from one to the next.</summary>
    public required double Window { get; init; }

    public static NoiseProfile Quiet { get; } =
        new() { Name = "quiet", Process = 0.01, ProcessSpread = 0.3, Environment = 0.005, Drift = 0.005, Outliers = 0.02, Window = 0.02 };

    public static NoiseProfile Medium { get; } =
        new() { Name = "medium", Process = 0.02, ProcessSpread = 0.35, Environment = 0.015, Drift = 0.02, Outliers = 0.05, Window = 0.04 };

    public static NoiseProfile Noisy { get; } =
        new() { Name = "noisy", Process = 0.04, ProcessSpread = 0.4, Environment = 0.04, Drift = 0.05, Outliers = 0.1, Window = 0.1 };

    public static IReadOnlyList<NoiseProfile> All { get; } = [Quiet, Medium, Noisy];
}
