namespace ProtoBench.Analysis.Summaries;

/// <summary>One trial's value of a metric.</summary>
/// <param name="Number">The trial's position in the run.</param>
/// <param name="Value">In the unit of the metric's quantity.</param>
internal readonly record struct TrialValue(int Number, double Value);
