using System.Diagnostics.CodeAnalysis;
using ProtoBench.Contract;
using ProtoBench.Load.Workloads.Idle;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.DeadPeer;

/// <summary>What a scenario can say of peers that fall silent.</summary>
internal static class DeadPeerKeys
{
    public const string Hint = "use 'keep-alive', 'idle-for' and 'sent-into-silence'; as many connections wait as the load has in flight";

    // tcp_keepalive_probes and the longest times that TCP takes (tcp(7): 32,767 s) are far beyond what a trial can wait for.
    private const int MostProbes = 20;

    private static readonly QuantityShape<TimeSpan> Seconds = Shapes.Duration(1, 600, "1 s to 10 min");

    private static readonly KeyOf<KeepAliveBy> By = new(
        "by",
        new ChoiceShape<KeepAliveBy>(),
        "Who finds out: transport (SO_KEEPALIVE of TCP), or protocol (its own pings, or the idle time-out of QUIC). Default transport.");

    private static readonly KeyOf<TimeSpan> After = new(
        "after", Seconds, "Silence after which the peer is asked, in whole seconds (TCP_KEEPIDLE). Default 2 s.");

    private static readonly KeyOf<TimeSpan> Every = new(
        "every", Seconds, "Time between questions that are not answered, in whole seconds (TCP_KEEPINTVL). Default 1 s.");

    private static readonly KeyOf<int> Probes = new(
        "probes",
        Shapes.Count(MostProbes),
        "Questions without an answer after which the peer is given up, 1 to 20 (TCP_KEEPCNT). A ping is waited for as long as for all of "
            + "them, and QUIC asks nothing and counts all the silence. Default 2.");

    private static readonly KeyOf<TimeSpan> UserTimeout = new(
        "user-timeout",
        Shapes.Duration(0.1m, 600, "100 ms to 10 min"),
        "TCP_USER_TIMEOUT, by transport only: how long what was sent may stay unacknowledged. In place of 'probes' the peer is given up at the "
            + "first question that is due so long after what came last. Default: the system's.");

    private static readonly KeyOf<KeepAlive> KeepAlive = new(
        "keep-alive",
        new MappingShape<KeepAlive>("a keep-alive", [By, After, Every, Probes, UserTimeout], Read),
        "How the client learns that the peer of an idle connection is gone, for example { by: transport, after: 2 s, every: 1 s, probes: "
            + "2 }. Default: nothing asks.");

    private static readonly WorkloadKey<bool> SentIntoSilence = new(
        new(
            "sent-into-silence",
            Shapes.Flag,
            "Each connection sends something more when its peer has fallen silent, which nobody acknowledges. Default false."),
        (workload, sends) => workload with { SentIntoSilence = sends })
    {
        IsSize = false,
    };

    public static IReadOnlyList<WorkloadKey> All { get; } = [IdleKeys.IdleFor, new KeepAliveKey(), SentIntoSilence];

    private static KeepAlive Read(MappingReader reader) => new(
        reader.Get(By, KeepAliveBy.Transport), WholeSeconds(reader, After, 2), WholeSeconds(reader, Every, 1), reader.Get(Probes, 2))
    {
        UserTimeout = LimitOf(reader),
    };

    private static TimeSpan? LimitOf(MappingReader reader)
    {
        if (!reader.TryGet(UserTimeout, out var limit))
        {
            return null;
        }

        if (reader.Get(By, KeepAliveBy.Transport) == KeepAliveBy.Protocol)
        {
            reader.Report(
                UserTimeout,
                ScenarioErrorCodes.KeyNotApplicable,
                "'user-timeout' is TCP's own, and the protocol's own questions do not go by it",
                "write by: transport, or leave it out");
        }

        if (limit.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            reader.Report(
                UserTimeout,
                ScenarioErrorCodes.OutOfRange,
                "'user-timeout' must be whole milliseconds, which is how the kernel counts them",
                "write 500 ms, 3 s or more");
        }

        return limit;
    }

    private static TimeSpan WholeSeconds(MappingReader reader, KeyOf<TimeSpan> key, int fallback)
    {
        var time = reader.Get(key, TimeSpan.FromSeconds(fallback));
        if (time.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            reader.Report(
                key,
                ScenarioErrorCodes.OutOfRange,
                $"'{key.Name}' must be whole seconds, which is how the kernel counts them",
                "write 1 s, 2 s or more");
        }

        return time;
    }

    private sealed class KeepAliveKey : WorkloadKey
    {
        [SetsRequiredMembers]
        public KeepAliveKey() => IsSize = false;

        public override Key Key => KeepAlive;

        public override Workload Apply(Workload workload, MappingReader reader) =>
            reader.TryGet(KeepAlive, out var keepAlive) ? workload with { KeepAlive = keepAlive } : workload;
    }
}
