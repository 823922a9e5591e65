using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>A chart with the line under it that tells how to read it.</summary>
internal sealed record ReportChart(Chart Chart, string HowToRead);
