using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Idle;

/// <summary>Many open connections that do nothing for a while: what each costs on both sides, and how fast it answers after that.</summary>
internal sealed class IdleKind : IDrivenKind
{
    public string Name => "idle";

    public string Meaning => "many open connections that do nothing, and one exchange on each after that.";

    public string Called => "an idle connection";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool MovesSockets(Workload workload) => true;

    public bool TakesOpenLoops => false;

    public bool IsCounted => true;

    public IReadOnlyList<WorkloadKey> Keys => IdleKeys.All;

    public string KeysHint => "use 'held', the number of connections, 'idle-for', 'request' and 'response'";

    public string? WhyNotDivided(Workload workload) => null;

    public string? WhyNotDivided(Workload workload, int processes) => HeldOf(workload) < processes
        ? $"{Plural.Of(HeldOf(workload), "held connection")} cannot be divided among {processes} client processes"
        : null;

    public Workload ShareOf(Workload workload, int number, int processes) =>
        workload with { Held = ClientShares.Whole(HeldOf(workload), number, processes) };

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        sum with { Figures = IdleReadings.PutTogether([.. clients.Select(client => client.Figures!)], oneMachine) };

    public string WhyNotInSlices => "connections idle longer than a slice";

    public IReadOnlyList<WorkloadFigure> Figures => IdleFigures.All;

    public IReadOnlyList<WorkloadFigure> AlsoExplained { get; } = [IdleFigures.Client, IdleFigures.Server];

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => IdleParts.Of(arm);

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) =>
        [("request", workload.RequestBytes), ("response", workload.ResponseBytes)];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        protocol.Traits.Datagram ? $"{protocol.Name} has no connections that a server would hold"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} would need a thread for each connection; use io: async"
        : null;

    public string Describe(Workload workload) => string.Create(
        CultureInfo.InvariantCulture,
        $"{HeldOf(workload):N0} connections that idle for "
            + $"{(workload.IdleFor ?? IdleKeys.DefaultIdle).TotalSeconds:0.###} s, "
            + $"then one exchange on each: {ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} "
            + $"response");

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new IdleLoop(order, connections, abandoned);

    /// <summary>Connections that are held.</summary>
    public static int HeldOf(Workload workload) => workload.Held ?? IdleKeys.DefaultHeld;

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Figures is { } figures && figures.TryGetValue(IdleFigures.Held.Key, out var held)
            && measurement.Outcomes.Total < held)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"only {measurement.Outcomes.Total} of {held:0} connections were used again when the trial ended: measure for longer");
        }
    }

    public IEnumerable<string> NotesOn(Measurement measurement) =>
    [
        "memory per connection is the growth of each process's resident set between none and all held, after the client's garbage was "
            + "collected and the server's was not; the kernel's is the growth of Slab and of TCP buffers on the whole machine",
    ];
}
