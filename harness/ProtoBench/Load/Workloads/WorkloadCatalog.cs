using ProtoBench.Scenarios;

namespace ProtoBench.Load.Workloads;

/// <summary>Every kind of workload ProtoBench has, one line each. The scenario reader, the planner, both sides of a trial and the reports read it.</summary>
internal static class WorkloadCatalog
{
    public static IReadOnlyList<IDrivenKind> All { get; } =
    [
        new Exchange.ExchangeKind(),
        new Download.DownloadKind(),
        new Upload.UploadKind(),
    ];

    /// <summary>The kind that scenario files call <paramref name="name"/>.</summary>
    /// <exception cref="IOException">There is none: the run comes from a build that has more of them.</exception>
    public static IDrivenKind Of(string name) => WorkloadKinds.Find(All, name);
}
