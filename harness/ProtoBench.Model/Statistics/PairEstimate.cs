namespace ProtoBench.Model.Statistics;

/// <summary>What is known about the ratio of two arms.</summary>
/// <param name="First">Position of the arm above the line.</param>
/// <param name="Second">Position of the one below.</param>
/// <param name="LogRatio">The logarithm of the ratio; null where an arm has a single trial, or they never met.</param>
/// <param name="Adjusted">
/// Two-sided p-value of equal arms, corrected by Holm for all pairs; 1 where nothing is known.
/// </param>
internal sealed record PairEstimate(int First, int Second, MeanEstimate? LogRatio, double Adjusted);
