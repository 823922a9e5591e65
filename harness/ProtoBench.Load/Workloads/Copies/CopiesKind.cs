using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// Exchanges whose requests the client may send more than once: again when they are given up (retries), or beside each other (hedging).
/// Their latency is until the first answer that counts; what the others come to is what it costs.
/// </summary>
internal sealed class CopiesKind : IDrivenKind
{
    public string Name => "copies";

    public string Meaning => "exchanges whose requests may be sent more than once, as retries or hedges.";

    public string Called => "an exchange in copies";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public IReadOnlyList<WorkloadKey> Keys => CopyKeys.All;

    public string KeysHint => CopyKeys.Hint;

    public string WhyNotInSlices => "a request whose exchange another one answered outlasts a slice";

    public IReadOnlyList<WorkloadFigure> Figures => CopyFigures.All;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) =>
        [("request", workload.RequestBytes), ("response", workload.ResponseBytes)];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        arm.Io == IoMode.Blocking
            ? $"the thread of a blocking exchange of {protocol.Name} waits for its answer, and sends nothing meanwhile; use io: async"
            : WhyNotServed(workload, arm, protocol);

    public bool LosesConnections(Workload workload) => workload.ServerResets > 0;

    public string Describe(Workload workload) =>
        $"{ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} response"
        + workload.Copies switch
        {
            null => ", sent once",
            { Idempotent: false } careful => ", sent again only if it is certain that it was not begun"
                + (careful.Most == 1 ? "" : $", up to {careful.Most} times"),
            { Hedges: true } hedge => $", and after {hedge.Wait} "
                + $"{(hedge.Most == 1 ? "another request" : $"up to {hedge.Most} more, one by one,")} beside it",
            var resend => $", given up after {resend.Wait} and sent again, {(resend.Most == 1 ? "once" : $"up to {resend.Most} times")}"
                + (resend.Backoff > 1 ? FormattableString.Invariant($", each time after {resend.Backoff:0.##} times as long") : ""),
        }
        + workload.Duplicates switch
        {
            DuplicateRule.Count => ", duplicates counted",
            DuplicateRule.Suppress => FormattableString.Invariant(
                $", duplicates among the last {workload.Remembered ?? Workload.DefaultRemembered:#,0} suppressed"),
            _ => "",
        }
        + (workload.ServerResets > 0
            ? FormattableString.Invariant($"; the server resets the connection of {workload.ServerResets * 100:0.###} % of the requests")
            : "");

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => CopyParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        var exchange = new CopiedExchange(workload, abandoned);
        var lanes = new LaneSet(connections, load.InFlight, workload, load.Loop == LoopKind.Open, abandoned, own: exchange);
        exchange.Take(lanes, order.Timeout);
        return new CopiesLoop(ExchangeKind.LoopOver(lanes, order, connections), exchange, connections, order.Timeout);
    }

    public IEnumerable<string> NotesOn(Measurement measurement) =>
        measurement.Figures is { } figures
            ? [.. CopyFigures.Notes(figures), .. CarriedFigures.Notes(figures, ExchangesOf(measurement))]
            : [];

    public IEnumerable<string> FaultsOf(Workload workload, Measurement measurement) =>
        CarriedFaults.Of(workload, measurement.Figures ?? new Dictionary<string, double>(), measurement.Outcomes, ExchangesOf(measurement));

    public Measurement Complete(Measurement client, RequestCounts server) => client with
    {
        Figures = new Dictionary<string, double>(
            [.. client.Figures ?? new Dictionary<string, double>(), .. CarriedFigures.Of(ExchangesOf(client), server)]),
    };

    private static double ExchangesOf(Measurement measurement) =>
        measurement.Figures is { } figures ? figures.GetValueOrDefault(CopyFigures.Exchanges.Key) : 0;

    private static string? WhyNotServed(Workload workload, Arm arm, IProtocol protocol)
    {
        if (workload.Duplicates is null && workload.ServerResets == 0)
        {
            return null;
        }

        var (ids, resets) = (workload.Duplicates is not null, workload.ServerResets > 0);
        return arm.ServeWith == ServerMake.Lean ? "the lean server carries out whatever comes, and looks at no ids; use serve-with: dotnet"
            : ids && !protocol.Traits.KnowsRequests ? $"the server of {protocol.Name} looks at no ids of requests"
            : resets && !protocol.Traits.ServerResets ? $"the server of {protocol.Name} resets no connections on request"
            : null;
    }
}
