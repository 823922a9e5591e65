namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>A rate that changes evenly over the window.</summary>
/// <param name="From">Per second, when it begins.</param>
/// <param name="To">When it ends; lower where the ramp goes down.</param>
public sealed record RateRamp(double From, double To);
