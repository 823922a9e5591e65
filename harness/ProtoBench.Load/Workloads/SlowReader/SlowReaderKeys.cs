using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>What a scenario can say of a slow reader.</summary>
internal static class SlowReaderKeys
{
    public const string Hint = "use 'reader', what each stream's reader takes, and 'message', the payload per write";

    /// <summary>1 MiB/s: less than any link of today, so that the reader is what limits.</summary>
    public const double DefaultReader = 1 << 20;

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        .. BulkKeys.All,
        new WorkloadKey<double>(
            new(
                "reader",
                Shapes.BytesPerSecond,
                "Payload a second that the client reads of each stream, which the server could fill faster. Default 1 MiB/s."),
            (workload, rate) => workload with { ReaderBytesPerSecond = rate })
        { IsSize = true },
    ];
}
