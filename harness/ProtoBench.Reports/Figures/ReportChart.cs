using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>A chart with the line under it that tells how to read it.</summary>
/// <param name="Chart">What is drawn.</param>
/// <param name="HowToRead">One or two sentences.</param>
/// <param name="Panel">The workload, link and load point it shows; null when it shows several.</param>
/// <param name="Metric">The one figure it shows; null when it shows several.</param>
internal sealed record ReportChart(Chart Chart, string HowToRead, ReportPanel? Panel = null, Metric? Metric = null);
