using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>What a scenario can say of closing.</summary>
internal static class CloseKeys
{
    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        ExchangeKeys.Request,
        ExchangeKeys.Response,
        new WorkloadKey<CloseManner>(
            new(
                "manner",
                new ChoiceShape<CloseManner>(),
                "How the client ends its connection: graceful (as the protocol closes), half (it ends its direction and still gets the "
                    + "answer), reset (RST). Default graceful."),
            (workload, manner) => workload with { Manner = manner })
        { IsSize = false },
    ];
}
