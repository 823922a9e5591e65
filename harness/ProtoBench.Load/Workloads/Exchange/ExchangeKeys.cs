using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>What a scenario can say of exchanges.</summary>
internal static class ExchangeKeys
{
    /// <summary>Of every kind whose requests have a size.</summary>
    public static WorkloadKey Request { get; } = new WorkloadKey<int>(
        new("request", Shapes.Payload, "Payload of a request, 0 B to 16 MiB. Default 64 B."),
        (workload, bytes) => workload with { RequestBytes = bytes })
    { IsSize = true };

    /// <summary>Of every kind whose answers have a size.</summary>
    public static WorkloadKey Response { get; } = new WorkloadKey<int>(
        new("response", Shapes.Payload, "Payload of a response, 0 B to 16 MiB. Default 64 B."),
        (workload, bytes) => workload with { ResponseBytes = bytes })
    { IsSize = true };

    /// <summary>Of every kind that can open connections while it is measured.</summary>
    public static WorkloadKey Fresh { get; } = new WorkloadKey<bool>(
        new("fresh", Shapes.Flag, "Open a new connection for every exchange and count it in. Default false."),
        (workload, fresh) => workload with { Fresh = fresh })
    { IsSize = false };

    /// <summary>Of every kind whose server can be busy with an exchange.</summary>
    public static WorkloadKey ServerWork { get; } = new WorkloadKey<TimeSpan>(
        new(
            "server-work",
            Shapes.Duration(0, 1, "0 ms to 1 s"),
            "Processor time the server spends on every exchange before it answers, such as 5 us. Default none."),
        (workload, time) => workload with { ServerWork = time })
    { IsSize = false };

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        Request,
        Response,
        Fresh,
        new WorkloadKey<int>(
            new(
                "pipeline",
                Shapes.Count(1_000),
                "Exchanges in flight on one connection that are answered in order, where client: lean can pipeline (RFC 9112, 9.3.2). "
                    + "Default 1: each waits for the answer to the one before."),
            (workload, depth) => workload with { Pipeline = depth })
        { IsSize = false },
        ServerWork,
        .. RequestKeys.All,
    ];

    /// <summary>The sizes of messages of our own.</summary>
    public static IEnumerable<Key> Sizes => All.Where(key => key.IsSize).Select(key => key.Key);
}
