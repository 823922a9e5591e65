using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>Connections that end in one manner or another: how long that takes, what is lost, and which side is left with what.</summary>
internal sealed class CloseKind : IDrivenKind
{
    public static WorkloadTime Closing { get; } = new(
        "close-time",
        "close",
        "from starting to close until the client was done with the connection; of half, from sending until the answer behind the end; "
            + "of drain and cut, from when the server began to stop");

    public string Name => "close";

    public string Meaning => "connections that end: gracefully, half, with a reset, or because their server stops.";

    public string Called => "closing";

    public bool MeetsNews(Workload workload) => workload.Manner is CloseManner.Drain or CloseManner.Cut;

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool MovesSockets(Workload workload) => true;

    public bool TakesOpenLoops => false;

    public IReadOnlyList<WorkloadKey> Keys => CloseKeys.All;

    public string KeysHint => "use 'manner', 'request', 'response' and 'server-work'";

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        CloseReadings.PutTogether([.. clients.Select(client => client.Unmerged!)], oneMachine).Tell(sum);

    public string WhyNotInSlices => "what a connection leaves behind outlasts a slice";

    public IReadOnlyList<WorkloadFigure> Figures { get; } = [.. CloseFigures.All, .. DrainFigures.All];

    public WorkloadFigure Decisive => CloseFigures.Time;

    public IReadOnlyList<WorkloadTime> Times { get; } = [Closing];

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => CloseParts.Of(arm);

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) =>
        [("request", workload.RequestBytes), ("response", workload.ResponseBytes)];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        protocol.Traits.Datagram ? $"{protocol.Name} has no connections that could be closed"
        : arm.Io == IoMode.Blocking ? $"connections of blocking {protocol.Name} are opened before the measurement; use io: async"
        : workload.Manner == CloseManner.Reset && !protocol.Traits.Resets
            ? $"{protocol.Name} has no reset of its own: its client only closes"
        : workload.Manner == CloseManner.Drain && ServeWithSetting.IsLean(arm)
            ? "the lean server stops at once only; use manner: cut, or serve-with: dotnet"
        : workload.Manner == CloseManner.Drain && !protocol.Traits.Drains
            ? $"{protocol.Name} has no way to stop but at once; use manner: cut"
        : workload.Manner == CloseManner.Drain && ServeWithSetting.IsLean(arm)
            ? "the lean server has no way to stop but at once; use manner: cut or serve-with: dotnet"
        : workload.Manner == CloseManner.Half && ClientSetting.Asks(arm)
            ? "the lean client sends requests whole and ends no direction; use client: dotnet"
        : null;

    public string Describe(Workload workload) => workload.Manner switch
    {
        CloseManner.Half => $"{ByteText.Format(Math.Max(1, workload.RequestBytes))} and the end of the client's direction, then the answer",
        CloseManner.Reset => $"{Sizes(workload)}, then a reset",
        CloseManner.Drain => $"{Sizes(workload)}, until the server stops as its protocol lets it",
        CloseManner.Cut => $"{Sizes(workload)}, until the server stops at once",
        _ => $"{Sizes(workload)}, then a graceful close",
    };

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        order.Cell.Workload.Manner is CloseManner.Drain or CloseManner.Cut
            ? new DrainLoop(order, connections, abandoned)
            : new CloseLoop(order, connections, abandoned);

    public IEnumerable<string> FaultsOf(Measurement measurement) =>
        measurement.Figures is { } figures ? DrainFigures.Faults(figures) : [];

    public IEnumerable<string> NotesOn(Measurement measurement) =>
        measurement.Figures is { } figures ? [.. CloseFigures.Notes(figures), .. DrainFigures.Notes(figures)] : [];

    private static string Sizes(Workload workload) =>
        $"{ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} response";
}
