using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>
/// The server is killed in the middle of the load and started again at the same address: how long until each client knows, and until each
/// is served again.
/// </summary>
internal sealed class ReconnectKind : IDrivenKind
{
    public static WorkloadTime Again { get; } = new(
        "reconnect-time",
        "served again",
        "of each client, from when the server was killed until it had an answer of the next one");

    public string Name => "reconnect";

    public string Meaning => "the server is killed and started again, and all clients reconnect.";

    public string Called => "reconnecting";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool MovesSockets(Workload workload) => true;

    public bool TakesOpenLoops => false;

    public bool RestartsServer => true;

    public bool MeetsNews(Workload workload) => true;

    public IReadOnlyList<WorkloadKey> Keys => ReconnectKeys.All;

    public string KeysHint => "use 'down', 'backoff', 'request' and 'response'";

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        ReconnectReadings.PutTogether([.. clients.Select(client => client.Unmerged!)]).Tell(sum);

    public string WhyNotInSlices => "a server that is started again has to warm up again";

    public IReadOnlyList<WorkloadFigure> Figures => ReconnectFigures.All;

    public WorkloadFigure Decisive => ReconnectFigures.All[0];

    public IReadOnlyList<WorkloadTime> Times { get; } = [Again];

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) =>
        [("request", workload.RequestBytes), ("response", workload.ResponseBytes)];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        arm.Io == IoMode.Blocking ? $"a blocking connect of {protocol.Name} cannot be given up; use io: async"
        : workload.Streams > 1 ? "each client has a connection of its own; remove 'streams'"
        : null;

    // When it died and when the next one listened are read from one clock, and a signal reaches the processes of one machine.
    public string? WhyNotOnHosts(Workload workload) => "a server can be killed and started again on this machine only";

    public string Describe(Workload workload)
    {
        var waits = workload.Backoff ?? Backoff.Default;
        var shape = waits.Min == waits.Max ? Text(waits.Min) : $"{Text(waits.Min)} to {Text(waits.Max)}";
        var jitter = waits.Jitter > 0 ? string.Create(CultureInfo.InvariantCulture, $", {waits.Jitter * 100:0} % of it drawn") : "";
        return $"{ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} response; the server is "
            + $"killed and stays away for {Text(workload.Down ?? ReconnectKeys.DefaultDown)}; clients wait {shape} before each "
            + $"attempt{jitter}";
    }

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => ReconnectParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new ReconnectLoop(order, connections, abandoned);

    public IEnumerable<string> FaultsOf(Measurement measurement) =>
        measurement.Figures is { } figures ? ReconnectFigures.Faults(figures) : [];

    public IEnumerable<string> NotesOn(Measurement measurement) =>
        measurement.Figures is { } figures ? ReconnectFigures.Notes(figures) : [];

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");
}
