using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Idle;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Load.Workloads.DeadPeer;

/// <summary>
/// Open, idle connections whose peer falls silent without a word, as when its machine dies or a cable is cut: how long until the client
/// knows, and what watching costs while the peer is there. That it is never told is measured and no failure.
/// </summary>
internal sealed class DeadPeerKind : IDrivenKind
{
    public string Name => "dead-peer";

    public string Meaning => "idle connections whose peer falls silent.";

    public string Called => "waiting for a peer that fell silent";

    public string Single => "connection";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool MovesSockets(Workload workload) => true;

    public bool TakesOpenLoops => false;

    public IReadOnlyList<WorkloadKey> Keys => DeadPeerKeys.All;

    public string KeysHint => DeadPeerKeys.Hint;

    public string WhyNotDivided(Workload workload) =>
        "the sockets that fall silent are known by when they appeared, and those of several client processes appear at once";

    public string WhyNotInSlices => "a silence lasts longer than a slice";

    public IReadOnlyList<WorkloadFigure> Figures => DeadPeerFigures.All;

    public WorkloadFigure Decisive => DeadPeerFigures.Median;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        protocol.Traits.LocalOnly ? $"{protocol.Name} has no path that could fall silent: the kernel tells when a process ends"
        : protocol.Traits.Datagram ? $"{protocol.Name} has no connections whose peer could be missed"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} would need a thread for each connection; use io: async"
        : workload.KeepAlive is not { } asked ? null
        : asked.ByProtocol && ClientSetting.Asks(arm) ? "the lean client sends no pings of its own; use by: transport, or client: dotnet"
        : protocol.TermsOf(asked) is null ? Lack(asked, protocol)
        : null;

    public string Describe(Workload workload) => string.Create(
        CultureInfo.InvariantCulture,
        $"connections that idle for {IdleFor(workload).TotalSeconds:0.###} s, are used once more, and then hear nothing any more, "
            + $"{(workload.SentIntoSilence ? "have sent something more, " : "")}{Asked(workload.KeepAlive)}");

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => DeadPeerParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new DeadPeerLoop(order, abandoned);

    public IEnumerable<string> NotesOn(Measurement measurement) =>
        measurement.Figures is { } figures ? DeadPeerFigures.Notes(figures) : [];

    /// <summary>How long connections idle while their peer is there.</summary>
    public static TimeSpan IdleFor(Workload workload) => workload.IdleFor ?? IdleKeys.DefaultIdle;

    private static string Lack(KeepAlive asked, IProtocol protocol)
    {
        var other = asked.ByProtocol ? KeepAliveBy.Transport : KeepAliveBy.Protocol;
        var remedy = protocol.TermsOf(asked with { By = other }) is null
            ? "leave 'keep-alive' out"
            : $"use by: {ChoiceShape<KeepAliveBy>.WordOf(other)}";
        return asked.ByProtocol
            ? $"{protocol.Name} has no message that asks whether the peer is there; {remedy}"
            : $"{protocol.Name} runs over UDP, whose sockets keep nothing alive; {remedy}";
    }

    private static string Asked(KeepAlive? asked)
    {
        if (asked is null)
        {
            return "and nothing asks";
        }

        var until = asked.UserTimeout is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"and a user timeout of {limit.TotalSeconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{asked.Probes} at most");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"with a keep-alive by the {ChoiceShape<KeepAliveBy>.WordOf(asked.By)} after {asked.After.TotalSeconds} s, every "
                + $"{asked.Every.TotalSeconds} s, {until}");
    }
}
