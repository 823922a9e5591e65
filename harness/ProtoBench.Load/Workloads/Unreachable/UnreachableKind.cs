using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>
/// Connects where nobody is: how long until the client knows, and what it is told. The end of an attempt, by its own limit too, is what is
/// measured and no failure; a failure is that somebody answered.
/// </summary>
internal sealed class UnreachableKind : IDrivenKind
{
    public string Name => "unreachable";

    public string Meaning => "connects to a closed port, or to an address that nobody answers.";

    public string Called => "connecting to nobody";

    public string Single => "attempt";

    public string WrongResponse => "found somebody where nobody should be";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool TakesOpenLoops => false;

    public IReadOnlyList<WorkloadKey> Keys { get; } =
    [
        new WorkloadKey<ConnectTarget>(
            new(
                "target",
                new ChoiceShape<ConnectTarget>(),
                "Where nobody is: closed-port (the machine refuses) or black-hole (no packet is answered). Default closed-port."),
            (workload, target) => workload with { Target = target })
        { IsSize = false },
    ];

    public string KeysHint => "use 'target'";

    public string WhyNotInSlices => "an attempt can take longer than a slice";

    public IReadOnlyList<WorkloadFigure> Figures => UnreachableFigures.All;

    public WorkloadFigure Decisive => UnreachableFigures.Median;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        arm.Io == IoMode.Blocking ? $"a blocking connect of {protocol.Name} cannot be given up; use io: async"
        : protocol.Traits.LocalOnly && workload.Target == ConnectTarget.BlackHole
            ? $"{protocol.Name} never leaves the kernel, which always answers"
        : null;

    // What an emulated link has to itself, a network has given to somebody.
    public string? WhyNotOnHosts(Workload workload) => workload.Target == ConnectTarget.BlackHole
        ? "an address that nobody answers would be somebody's on a real network; use target: closed-port, or an emulated link on one "
            + "machine"
        : null;

    public string Describe(Workload workload) => workload.Target == ConnectTarget.BlackHole
        ? "connects to an address that answers nothing"
        : "connects to a port that nobody listens at";

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => UnreachableParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new UnreachableLoop(order, abandoned);

    public IEnumerable<string> NotesOn(Measurement measurement) =>
        measurement.Figures is { } figures ? UnreachableFigures.Notes(figures) : [];
}
