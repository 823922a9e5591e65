using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Churn;

/// <summary>
/// A new connection for every so many exchanges: the times of its phases, what closing it costs, and what stays behind of it on both sides.
/// </summary>
internal sealed class ChurnKind : IDrivenKind
{
    public static WorkloadTime FirstAnswer { get; } = new(
        "churn-first-answer", "first answer", "from the end of opening a connection until its first response was complete");

    public static WorkloadTime CloseTime { get; } = new(
        "churn-close", "close", "from starting to close a connection until the client was done with it");

    public string Name => "churn";

    public string Meaning => "exchanges on connections that are opened and closed all the time.";

    public string Called => "churn";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool MovesSockets(Workload workload) => true;

    public IReadOnlyList<WorkloadKey> Keys { get; } = [ExchangeKeys.Request, ExchangeKeys.Response, RequestKeys.PerConnection];

    public string KeysHint => "use 'request', 'response' and 'reuse', the exchanges per connection";

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) => sum with
    {
        Figures = ChurnReadings.PutTogether([.. clients.Select(client => client.Figures!)], sum.WindowSeconds, oneMachine),
    };

    public string WhyNotInSlices => "what a connection leaves behind outlasts a slice";

    public IReadOnlyList<WorkloadFigure> Figures => ChurnFigures.All;

    public IReadOnlyList<WorkloadTime> Times { get; } = [FirstAnswer, CloseTime];

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) =>
        [("request", workload.RequestBytes), ("response", workload.ResponseBytes)];

    /// <summary>One exchange per connection is what <see cref="Workload.Fresh"/> means.</summary>
    public Workload Finish(Workload workload) => workload.Reuse is null or 1 ? workload with { Fresh = true, Reuse = null } : workload;

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        arm.Io == IoMode.Blocking ? $"connections of blocking {protocol.Name} are opened before the measurement; use io: async" : null;

    public string Describe(Workload workload) =>
        $"{ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} response, a new connection for every "
        + (workload.Reuse is > 1 and var uses ? Plural.Of(uses, "exchange") : "exchange");

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var load = order.Cell.Load;
        var lanes = new LaneSet(
            connections, load.InFlight, Finish(order.Cell.Workload), load.Loop == LoopKind.Open, abandoned);
        return new ChurnLoop(ExchangeKind.LoopOver(lanes, order, connections), lanes, connections, order);
    }

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Opened is not { Count: > 0 })
        {
            yield return "no connection was opened inside the window";
        }
    }

    public IEnumerable<string> NotesOn(Measurement measurement) =>
        measurement.Figures is { } figures ? ChurnFigures.Notes(figures) : [];
}
