namespace ProtoBench.Model.Scenarios.Objectives;

/// <summary>What a figure must keep, whatever others have: for example a p99 of at most 5 ms.</summary>
/// <param name="Metric">Key of an <see cref="ObjectiveMetric"/>.</param>
/// <param name="Limit">In the metric's unit: microseconds, bytes, per second, or a part of a whole. A value equal to it keeps it.</param>
public sealed record Objective(string Metric, double Limit);
