namespace ProtoBench.Model.Scenarios;

/// <summary>
/// What of a workload's figures begins on one side and ends on the other, so that it is no more certain than the difference between the
/// clocks of both.
/// </summary>
internal sealed record OneWayFigures
{
    /// <summary>Are the response and service times such? Default: they are.</summary>
    public bool Latencies { get; init; } = true;

    /// <summary>Further times that are.</summary>
    public IReadOnlyList<WorkloadTime> Times { get; init; } = [];

    /// <summary>Figures that are, in microseconds.</summary>
    public IReadOnlyList<WorkloadFigure> Figures { get; init; } = [];

    /// <summary>A figure that counts what took longer than a limit, and that limit; null: none does.</summary>
    public (WorkloadFigure Figure, TimeSpan Limit)? Limited { get; init; }

    /// <summary>The figure that tells how uncertain they are, in microseconds; null: there is none.</summary>
    public WorkloadFigure? Bound { get; init; }
}
