namespace ProtoBench.Analysis.Summaries;

/// <summary>One small multiple: a workload on one link at one load point.</summary>
/// <param name="Workload">The workload on its link.</param>
/// <param name="Load">All arms at one of its load points.</param>
/// <param name="Id">Unique on the page; every chart of the panel begins with it.</param>
/// <param name="Title">What tells it from the other panels of its family, for example <c>wan-40ms, 16 in flight</c>.</param>
internal sealed record ReportPanel(WorkloadSummary Workload, LoadSummary Load, string Id, string Title);
