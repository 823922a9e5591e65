using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Duplex;

/// <summary>
/// Bulk data in both directions of one stream of messages at the same time, as fast as both sides can. Each direction is measured where it
/// arrives; their sum decides between arms.
/// </summary>
internal sealed class DuplexKind : IDrivenKind
{
    /// <summary>Payload per second from server to client.</summary>
    public const string Down = "goodput-down";

    /// <summary>Payload per second from client to server.</summary>
    public const string Up = "goodput-up";

    /// <summary>
    /// A direction with less than a quarter of what the other one moves is told of. A convention: even directions differ somewhat (iperf3
    /// --bidir over loopback left the lesser one 0.9 of the other on a busy machine), and a quarter has a reason in the protocol or on the
    /// link.
    /// </summary>
    public const double StarvingShare = 0.25;

    public string Name => "duplex";

    public string Meaning => "bulk payload in both directions at the same time.";

    public string Called => "a duplex transfer";

    public WorkloadMeasure Measures => WorkloadMeasure.Payload;

    public IReadOnlyList<WorkloadKey> Keys => BulkKeys.All;

    public IReadOnlyList<PayloadWay> Ways { get; } = [new(ToClient: true, Down), new(ToClient: false, Up)];

    public string KeysHint => BulkKeys.Hint;

    public string? WhyNotInSlices => BulkKeys.WhyNotInSlices;

    public string? WhyNotDivided(Workload workload) => null;

    public IReadOnlyList<WorkloadFigure> Figures { get; } =
    [
        new(Down, "goodput server to client", FigureUnit.BytesPerSecond, LowerIsBetter: false),
        new(Up, "goodput client to server", FigureUnit.BytesPerSecond, LowerIsBetter: false),
    ];

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => BulkKeys.MessagesOf(workload);

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        !protocol.Traits.MessageStreams ? $"{protocol.Name} has no streams that carry messages in both directions at once"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} cannot send and receive at once on one connection"
        : null;

    public string Describe(Workload workload) =>
        $"bulk data in both directions at once, {ByteText.Format(WithMessage(workload).MessageBytes!.Value)} per message";

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new BulkLoop(connections, WithMessage(order.Cell.Workload), new DuplexClient(Name).RunAsync, abandoned);

    public ServerApplication CreateServerPart(TransferMeter received) =>
        (stream, cancellationToken) => DuplexServer.RunAsync(stream, received, cancellationToken);

    public Measurement Complete(Measurement client, IReadOnlyList<ProcessSample> server)
    {
        var start = client.WindowStartNanoseconds;
        var end = start + (long)(client.WindowSeconds * 1e9);
        var down = client.GoodputBytesPerSecond ?? 0;
        var up = ReceivedBetween(server, start, end) / client.WindowSeconds;
        return client with
        {
            GoodputBytesPerSecond = down + up,
            Figures = new Dictionary<string, double> { [Down] = down, [Up] = up },
            Series = [.. Both(client.Series, server, start)],
        };
    }

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        foreach (var (key, where) in new[] { (Down, "client"), (Up, "server") })
        {
            if (measurement.Figures?.TryGetValue(key, out var rate) != true || !(rate > 0))
            {
                yield return $"no payload arrived at the {where} inside the window, so only one direction was measured";
            }
        }
    }

    public IEnumerable<string> NotesOn(Measurement measurement)
    {
        if (measurement.Figures is { } figures && figures.TryGetValue(Down, out var down) && figures.TryGetValue(Up, out var up)
            && Math.Min(down, up) is > 0 and var less && Math.Max(down, up) is var more && less < StarvingShare * more)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the direction {(down < up ? "from server to client" : "from client to server")} starves: it moved {less / more:P0} "
                    + $"of what the other one did");
        }
    }

    // The sum of what both sides received, over the client's intervals; the server's totals are interpolated at their edges.
    private static IEnumerable<RateSample> Both(IReadOnlyList<RateSample> down, IReadOnlyList<ProcessSample> server, long start)
    {
        for (var i = 0; i < down.Count; i++)
        {
            // The first sample tells only its end; its interval is taken to be as long as the second's.
            var seconds = i > 0 ? down[i].Second - down[i - 1].Second : down.Count > 1 ? down[1].Second - down[0].Second : 0;
            var to = start + (long)(down[i].Second * 1e9);
            var up = seconds > 0 ? ReceivedBetween(server, to - (long)(seconds * 1e9), to) / seconds : 0;
            yield return down[i] with { Rate = Math.Round(down[i].Rate + up, 1) };
        }
    }

    private static long ReceivedBetween(IReadOnlyList<ProcessSample> samples, long from, long to) =>
        ProcessSamples.At(samples, to).ReceivedBytes - ProcessSamples.At(samples, from).ReceivedBytes;

    private static Workload WithMessage(Workload workload) =>
        workload with { MessageBytes = workload.MessageBytes ?? BulkLoop.DefaultStreamMessageBytes };
}
