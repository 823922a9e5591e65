using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// What the decision is made of: one metric of one cell as a mean of logarithms of cost, 0 meaning no change and more being worse.
/// </summary>
/// <param name="Class">Metrics of the same class pool their spread: <c>p50</c>, <c>throughput</c> and so on.</param>
/// <param name="Cost">Mean logarithm of the cost ratio; null when there are too few trials.</param>
/// <param name="Margin">Smallest change that counts, as a share.</param>
/// <param name="SessionVariance">Added to the error of runs that were not interleaved; 0 for pairs.</param>
internal sealed record MetricEstimate(string Class, MeanEstimate? Cost, double Margin, double SessionVariance = 0);
