using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>What a scenario can say of a stream of messages.</summary>
internal static class StreamKeys
{
    public const string Hint = "use 'way', 'messages', and 'request' and 'response' for what the client and the server send";

    private const int MostMessages = 1_000_000;

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        .. ExchangeKeys.All.Where(key => key.IsSize),
        new WorkloadKey<StreamWay>(
            new(
                "way",
                new ChoiceShape<StreamWay>(),
                "Who speaks on an open stream: both (the client, then the server, in turns), down (the server, at an open loop's rate) "
                    + "or up (the client, the same). Default both."),
            (workload, way) => workload with { Way = way })
        { IsSize = false },
        new WorkloadKey<int>(
            new(
                "messages",
                Shapes.Count(MostMessages),
                "Messages of the client on one stream, which is then ended and followed by another. Default: streams never end."),
            (workload, messages) => workload with { Messages = messages })
        { IsSize = false },
    ];
}
