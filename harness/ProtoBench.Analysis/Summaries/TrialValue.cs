namespace ProtoBench.Analysis.Summaries;

/// <summary>One trial's value of a metric.</summary>
/// <param name="Number">The trial's position in the run.</param>
/// <param name="Value">In the unit of the metric's quantity.</param>
/// <param name="Round">The round it was measured in with other arms; null: it had the machine to itself.</param>
internal readonly record struct TrialValue(int Number, double Value, int? Round = null);
