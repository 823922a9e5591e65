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
                "How connections end. By the client: graceful (as the protocol closes), half (it ends its direction and still gets the "
                    + "answer), reset (RST). By the server while exchanges run: drain (it says so where the protocol has a word for it, "
                    + "and answers what it has begun), cut (at once). Default graceful."),
            (workload, manner) => workload with { Manner = manner })
        { IsSize = false },
        ExchangeKeys.ServerWork,
    ];
}
