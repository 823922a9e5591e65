using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Idle;

/// <summary>What a scenario can say of connections that are held.</summary>
internal static class IdleKeys
{
    public const int DefaultHeld = 1_000;

    public static readonly TimeSpan DefaultIdle = TimeSpan.FromSeconds(2);

    /// <summary>Of every kind whose client holds many connections.</summary>
    public static WorkloadKey Held { get; } = new WorkloadKey<int>(
        new("held", Shapes.Count(60_000), "Connections that the client holds open, 1 to 60,000. Default 1,000."),
        (workload, count) => workload with { Held = count })
    { IsSize = false };

    /// <summary>Of every kind whose connections do nothing for a while.</summary>
    public static WorkloadKey IdleFor { get; } = new WorkloadKey<TimeSpan>(
        new(
            "idle-for",
            Shapes.Duration(0, 600, "0 s to 10 min"),
            "How long held connections idle before each is used again. Default 2 s."),
        (workload, time) => workload with { IdleFor = time })
    { IsSize = false };

    public static IReadOnlyList<WorkloadKey> All { get; } = [ExchangeKeys.Request, ExchangeKeys.Response, Held, IdleFor];
}
