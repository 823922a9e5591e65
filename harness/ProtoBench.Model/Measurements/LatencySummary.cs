namespace ProtoBench.Model.Measurements;

/// <summary>A latency histogram's key figures in microseconds. A percentile is null when fewer than 10 samples lie beyond it.</summary>
public sealed record LatencySummary
{
    public required long Count { get; init; }

    public required double Minimum { get; init; }

    public required double Mean { get; init; }

    public double? P50 { get; init; }

    public double? P90 { get; init; }

    public double? P99 { get; init; }

    public double? P999 { get; init; }

    public double? P9999 { get; init; }

    public required double Maximum { get; init; }
}
