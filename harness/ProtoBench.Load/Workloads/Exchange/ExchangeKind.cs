using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>Requests and their complete responses, over every protocol's own exchanges.</summary>
internal sealed class ExchangeKind : IDrivenKind
{
    private const int MostDescribed = 4;

    public string Name => Workload.DefaultKind;

    public string Meaning => "requests and their responses.";

    public string Called => "an exchange";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool Codes => true;

    // A busy server's work is for as many processors as there are, and one that accepts all the time leaves the thread to nobody.
    public bool ContinuesInline(Workload workload) => !workload.OpensConnections && workload.ServerWork == TimeSpan.Zero;

    public IReadOnlyList<WorkloadKey> Keys => ExchangeKeys.All;

    public string KeysHint => "use 'request' and 'response', or add kind: download";

    public string? WhyNotInSlices => null;

    public string? WhyNotDivided(Workload workload) => null;

    public string? WhyNotForeign => null;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) =>
        workload.Requests is { } requests
            ? requests.Select(request => ("body", request.BodyLength ?? 0))
            : [("request", workload.RequestBytes), ("response", workload.ResponseBytes)];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) => RequestFit.WhyNot(workload, arm, protocol);

    public string Describe(Workload workload)
    {
        var think = workload.Think is { } time ? $", {NumberText.Of(time.TotalMicroseconds, Quantity.Microseconds)} think time" : "";
        return workload.Requests switch
        {
            null => $"{ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} response{think}",
            [var only] => only.Description + think,
            var several => $"{several.Count} requests ({string.Join("; ", several.Take(MostDescribed).Select(
                one => $"{one.Name}: {one.Description}"))}{(several.Count > MostDescribed ? "; …" : "")}){think}",
        };
    }

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        var lanes = new LaneSet(
            connections,
            load.InFlight,
            workload,
            load.Loop == LoopKind.Open,
            abandoned,
            RequestMix.Of(workload, order.Site, order.Seed));
        return LoopOver(lanes, order, connections);
    }

    /// <summary>The loop of the load point over lanes that are there.</summary>
    public static ILoadLoop LoopOver(LaneSet lanes, DriveOrder order, ConnectionSet connections)
    {
        var load = order.Cell.Load;
        if (load.Loop != LoopKind.Open)
        {
            return new ClosedLoop(lanes, order.Timeout);
        }

        if (connections.Slots[0].Connection is IBlockingConnection)
        {
            // Every lane may block a thread-pool thread at the same time; waiting for the pool to grow would look like the server's
            // latency.
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + load.InFlight, completions);
        }

        var phase = order.Together is { } client ? (double)client.Number / client.Of : 0;
        return LoadArrivals.LoopOver(lanes, load, order.Duration, order.Seed, order.Timeout, phase);
    }
}
