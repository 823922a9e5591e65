using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>What a scenario can say of a server that is killed and started again.</summary>
internal static class ReconnectKeys
{
    public static readonly TimeSpan DefaultDown = TimeSpan.FromMilliseconds(500);

    private static readonly KeyOf<TimeSpan> Min = new(
        "min",
        Shapes.Duration(0.001m, 60, "1 ms to 60 s"),
        "Before the first attempt; each further wait is twice as long. Default 100 ms.");

    private static readonly KeyOf<TimeSpan> Max = new(
        "max", Shapes.Duration(0.001m, 60, "1 ms to 60 s"), "Longest wait; as long as min: each is the same. Default 1 s, or min.");

    private static readonly KeyOf<double> Jitter = new(
        "jitter", Shapes.Share(0, 1, "0 % to 100 %"), "Part of each wait that is drawn by chance. Default 0 %: waits are exact.");

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        ExchangeKeys.Request,
        ExchangeKeys.Response,
        new WorkloadKey<TimeSpan>(
            new(
                "down",
                Shapes.Duration(0, 10, "0 s to 10 s"),
                "From when the server is killed until the next one may listen; starting it can take longer. Default 500 ms."),
            (workload, down) => workload with { Down = down })
        { IsSize = false },
        new BackoffKey
        {
            IsSize = false,
        },
    ];

    private static Backoff Read(MappingReader reader)
    {
        var min = reader.Get(Min, Backoff.Default.Min);
        var fallback = min > Backoff.Default.Max ? min : Backoff.Default.Max;
        var max = reader.Get(Max, fallback);
        if (max < min)
        {
            reader.Report(
                Max,
                ScenarioErrorCodes.OutOfRange,
                "the longest wait is shorter than the first",
                "write max as long as min, or longer",
                atKey: true);
        }

        return new Backoff(min, max, reader.Get(Jitter, 0));
    }

    private sealed class BackoffKey : WorkloadKey
    {
        private static readonly KeyOf<Backoff> Waits = new(
            "backoff",
            new MappingShape<Backoff>("a back-off", [Min, Max, Jitter], Read),
            "How long a client waits before each attempt to reconnect, for example { min: 100 ms, max: 1 s, jitter: 50 % }.");

        public override Key Key => Waits;

        public override Workload Apply(Workload workload, MappingReader reader) =>
            reader.TryGet(Waits, out var waits) ? workload with { Backoff = waits } : workload;
    }
}
