using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Objects;

/// <summary>
/// One object of a size, asked for again and again, on a connection of its own (cold) or one that is kept (warm): its time in round trips
/// of the link, beside those that slow start predicts.
/// </summary>
internal sealed class ObjectsKind : IDrivenKind
{
    /// <summary>The median time of an object in round trips of the link, opening the connection included.</summary>
    public const string Taken = "object-round-trips";

    /// <summary>The same as slow start and the handshakes predict it.</summary>
    public const string Predicted = "object-predicted-round-trips";

    /// <summary>The same, with a receiver's window that opens as late as Linux opens one; where that makes a difference.</summary>
    public const string Windowed = "object-receiver-window-round-trips";

    /// <summary>The round trip that the client measured, of empty exchanges, in microseconds.</summary>
    public const string RoundTrip = "object-round-trip-time";

    /// <summary>
    /// A prediction is met within three quarters of a round trip: the steps are whole ones, and what both sides and the link's packets
    /// take themselves comes on top.
    /// </summary>
    public const double Tolerance = 0.75;

    private const string OverLinks = "told over emulated links only, where round trips outweigh everything else";

    public string Name => "objects";

    public string Meaning => "one object of a size on a cold or a warm connection, in round trips.";

    public string Called => "an object";

    public string Single => "object";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public IReadOnlyList<WorkloadKey> Keys { get; } = [ExchangeKeys.Response, ExchangeKeys.Fresh];

    public string KeysHint => "use 'response', the size of an object, and 'fresh' for cold connections";

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        ObjectReadings.PutTogether([.. clients.Select(client => client.Unmerged!)]).Tell(sum);

    public string WhyNotInSlices => "an object is held against round trips that are measured behind one window";

    public IReadOnlyList<WorkloadFigure> Figures { get; } =
    [
        new(Taken, "round trips", FigureUnit.Count, LowerIsBetter: true) { Absence = OverLinks },
        new(Predicted, "round trips by slow start", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = $"{OverLinks}, and for congestion control that doubles",
        },
        new(Windowed, "round trips with a late receiver's window", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = $"{OverLinks}, and where slow start reaches the first window of the receiver",
        },
        new(RoundTrip, "round trip of an empty exchange", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = OverLinks,
        },
    ];

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [("response", workload.ResponseBytes)];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        protocol.Traits.Datagram ? $"{protocol.Name} has no slow start: nothing holds its datagrams back"
        : protocol.Traits.LocalOnly ? $"{protocol.Name} crosses no network, so an object takes no round trips"
        : null;

    public string Describe(Workload workload) =>
        $"an object of {ByteText.Format(workload.ResponseBytes)} on a {(workload.Fresh ? "cold" : "warm")} connection";

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => ObjectParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload with { RequestBytes = 0 }, order.Cell.Load);
        var protocol = ArmEndpoint.ProtocolOf(order.Cell.Arm);
        var mix = protocol.Traits is { SendsRequests: true, RequestForm: RequestForm.Http }
            && connections.Slots[0].Connection is IRequestConnection
            ? new RequestMix([Request(workload)], order.Seed)
            : null;
        var lanes = new LaneSet(connections, load.InFlight, workload, load.Loop == LoopKind.Open, abandoned, mix);
        var loop = ExchangeKind.LoopOver(lanes, order, connections);
        return new ObjectsLoop(
            loop,
            order.Cell,
            connections.Slots[0],
            trips => Prediction(workload, protocol, connections.Facts, trips),
            trips => WindowedPrediction(workload, protocol, connections.Facts, trips),
            order.Together is not null);
    }

    public IEnumerable<string> NotesOn(Measurement measurement)
    {
        if (measurement.Figures is { } figures && figures.TryGetValue(Taken, out var taken)
            && figures.TryGetValue(Predicted, out var predicted) && Math.Abs(taken - predicted) > Tolerance)
        {
            var why = taken > predicted && figures.TryGetValue(Windowed, out var late) && taken <= late + Tolerance
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"the window of the receiver limits it and not congestion; it opens after what was read, which explains up to {late:0}")
                : taken > predicted ? "something else held it up, such as a flow-control window, pacing or losses"
                : "the sender did not begin with the initial window of its standard";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"an object took {taken:0.0} round trips where handshakes and slow start predict {predicted:0}: {why}");
        }
    }

    /// <summary>
    /// Round trips of an object as the standards have it; null where the sender's congestion control does not double or nobody says how
    /// many round trips its handshakes take.
    /// </summary>
    /// <param name="workload">The object.</param>
    /// <param name="protocol">Of the arm.</param>
    /// <param name="facts">Of a connection.</param>
    /// <param name="handshakes">Round trips before the request leaves on a cold connection.</param>
    internal static int? Prediction(Workload workload, IProtocol protocol, ConnectionFacts facts, int handshakes)
    {
        // A kept connection has grown its window to what the object needs (RFC 7661), and does not idle between two of them.
        var initial = protocol.Traits.OverQuic ? SlowStart.InitialQuicBytes : SlowStart.InitialTcpBytes;
        return facts.CongestionControl?.StartsWith("bbr", StringComparison.Ordinal) == true ? null
            : workload.Fresh ? handshakes + SlowStart.RoundTrips(workload.ResponseBytes, initial)
            : 1;
    }

    /// <summary>
    /// The most that the receiver's window makes of them; null where it makes no difference: on a warm connection, which has opened it, and
    /// over QUIC, whose windows are settings.
    /// </summary>
    internal static int? WindowedPrediction(Workload workload, IProtocol protocol, ConnectionFacts facts, int handshakes) =>
        workload.Fresh && !protocol.Traits.OverQuic && facts.ReceiveBufferBytes is >= 2 and var buffer
        && Prediction(workload, protocol, facts, handshakes) is { } predicted
        && handshakes + SlowStart.RoundTripsIntoBuffer(workload.ResponseBytes, SlowStart.InitialTcpBytes, buffer) is var late
        && late > predicted
            ? late
            : null;

    // As our servers answer it.
    private static RequestSpec Request(Workload workload) => new()
    {
        Name = "object",
        Path = string.Create(CultureInfo.InvariantCulture, $"/x?r={workload.ResponseBytes}"),
    };
}
