using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// The server speaks first: events at the rate of an open loop, each to all subscribers. A response time is one way, from when an event was
/// due at the server until a subscriber had it; a service time begins when the server sent it to that subscriber.
/// </summary>
internal sealed class PushKind : IDrivenKind
{
    /// <summary>Payload of an event without <c>message</c>: a line of chat, a price, a state of a game.</summary>
    public const int DefaultMessageBytes = 256;

    public string Name => "push";

    public string Meaning => "events that the server sends at the rate of an open loop, each to all subscribers.";

    public string Called => "a pushed event";

    public string Single => "event";

    public string WrongResponse => "never arrived";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public IReadOnlyList<WorkloadKey> Keys => BulkKeys.All;

    public string KeysHint => "use 'message', the payload of an event, and 'connections' for the number of subscribers";

    public string? WhyNotDivided(Workload workload) => null;

    public bool DividesRate => false;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        PushFigures.PutTogether(clients, sum, oneMachine);

    public string WhyNotInSlices => "the server keeps the schedule of pushed events";

    public string Pacer => "server";

    public int SamplesOfOne(LoadPoint load) => load.InFlight;

    public bool TakesClosedLoops => false;

    public int? AutomaticConnections => 1;

    public bool Delivers => true;

    public IReadOnlyList<WorkloadFigure> Figures => PushFigures.All;

    public IReadOnlyList<WorkloadTime> Times => PushFigures.Times;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [("message", MessageBytes(workload))];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        MessageBytes(workload) < PushEvent.HeaderBytes
            ? $"an event of {ByteText.Format(MessageBytes(workload))} has no room for its number and its instants, "
                + $"{PushEvent.HeaderBytes} B"
        : ClientSetting.Asks(arm) ? "the lean client does exchanges and requests only; use client: dotnet"
        : arm.Delivery != Delivery.Stream ? null
        : !protocol.Traits.MessageStreams ? $"{protocol.Name} has no streams that carry messages in both directions at once"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} cannot send and receive at once on one connection"
        : null;

    public string? WhyNotAt(Workload workload, LoadPoint load) => load.Shape is null ? null : "the server paces events, at one rate";

    public string Describe(Workload workload) =>
        $"events of {ByteText.Format(MessageBytes(workload))} from the server to every subscriber, one-way times";

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => PushParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var load = order.Cell.Load;
        var rate = load.Rate ?? throw new ArgumentException("events need a rate", nameof(order));

        // The subscribers of all clients get the same events, which begin when the last of them has joined.
        var schedule = new PushSchedule(
            rate,
            load.Arrivals,
            order.Together?.Seed ?? order.Seed,
            MessageBytes(order.Cell.Workload),
            order.Together?.InFlight ?? load.InFlight);
        return new PushLoop(order, connections, Route(order.Cell.Arm), schedule, abandoned);
    }

    public ServerApplication CreateServerPart(TransferMeter received) => new PushServer().RunAsync;

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Figures?.TryGetValue(PushFigures.Duplicated.Key, out var twice) == true && twice > 0)
        {
            yield return $"{twice:0} events arrived more than once";
        }
    }

    public IEnumerable<string> NotesOn(Measurement measurement)
    {
        if (measurement.Figures?.TryGetValue(PushFigures.Reordered.Key, out var late) == true && late > 0)
        {
            yield return $"{late:0} events arrived after a later one";
        }
    }

    public OneWayFigures OneWay(Workload workload) => new() { Bound = PushFigures.ClockBound };

    private IEventRoute Route(Arm arm) => arm.Delivery switch
    {
        Delivery.Stream => new StreamRoute(Name),
        Delivery.Sse => new SseRoute(Name),
        Delivery.LongPolling => new PollRoute(Name, null),
        _ => new PollRoute(Name, arm.PollInterval ?? PollIntervalSetting.Usual),
    };

    private static int MessageBytes(Workload workload) => workload.MessageBytes ?? DefaultMessageBytes;
}
