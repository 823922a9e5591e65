using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>
/// Messages on streams that stay open: in turns, where the answer ends what the message began, or one way at a rate, where the receiver
/// measures how long each was on its way.
/// </summary>
internal sealed class StreamKind : IDrivenKind
{
    /// <summary>
    /// A stream one way has a thread that paces it and histograms of its own, 1.3 MB: 64 of them still fit beside what is measured.
    /// </summary>
    private const int MostOneWay = 64;

    public string Name => "stream";

    public string Meaning => "messages on a stream that stays open, in turns or one way.";

    public string Called => "a stream of messages";

    public string Single => "message";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public IReadOnlyList<WorkloadKey> Keys => StreamKeys.All;

    public string KeysHint => StreamKeys.Hint;

    public string? WhyNotDivided(Workload workload) => null;

    public string WhyNotInSlices => "a stream of messages is one long conversation";

    public IReadOnlyList<WorkloadTime> Times => StreamTimes.All;

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => StreamParts.Of(arm);

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => workload.Way switch
    {
        StreamWay.Down => [("message", workload.ResponseBytes)],
        StreamWay.Up => [("message", workload.RequestBytes)],
        _ => [("request", workload.RequestBytes), ("response", workload.ResponseBytes)],
    };

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        !protocol.Traits.MessageStreams ? $"{protocol.Name} has no streams that carry messages in both directions"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} has no streams of messages"
        : ClientSetting.Asks(arm) ? "the lean client does exchanges only, and a stream of messages is none; use client: dotnet"
        : workload.Messages is not null && !protocol.Traits.Multiplexed
            ? $"a stream takes a connection of {protocol.Name} for itself, so that no second one follows it; leave 'messages' out"
        : OneWayBytes(workload) is < OneWayStamp.Bytes and var bytes
            ? $"a message one way carries {OneWayStamp.Bytes} B of times, and {ByteText.Format(bytes)} have no room for them"
        : null;

    public string? WhyNotAt(Workload workload, LoadPoint load) => (workload.Way ?? StreamWay.Both) switch
    {
        StreamWay.Both => null,
        _ when load.Shape is not null => "messages one way are paced by their sender, at one rate",
        _ when workload.Messages is not null => "streams that end are for messages in turns; leave 'messages' out, or 'way'",
        _ when load.Loop == LoopKind.Closed =>
            "a message one way has no answer that a closed loop could wait for; give a rate: open",
        _ when load.InFlight > MostOneWay => $"at most {MostOneWay} streams carry messages one way, not {load.InFlight:N0}: set in-flight",
        _ => null,
    };

    public string Describe(Workload workload)
    {
        var (request, response) = (ByteText.Format(workload.RequestBytes), ByteText.Format(workload.ResponseBytes));
        return (workload.Way, workload.Messages) switch
        {
            (StreamWay.Down, _) => $"messages of {response} from server to client on an open stream",
            (StreamWay.Up, _) => $"messages of {request} from client to server on an open stream",
            (_, { } messages) => $"{request} there and {response} back in turns, {Plural.Of(messages, "message")} on a stream",
            _ => $"{request} there and {response} back in turns on an open stream",
        };
    }

    public OneWayFigures? OneWay(Workload workload) => workload.Way is StreamWay.Down or StreamWay.Up ? new() : null;

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        var phase = order.Together is { } client ? (double)client.Number / client.Of : 0;
        if (workload.Way is StreamWay.Down or StreamWay.Up)
        {
            return new OneWayLoop(connections, Name, workload, load, order.Timeout, order.Seed, order.ServerClock, abandoned, phase);
        }

        LaneSet? lanes = null;
        var conversation = new Conversation(Name, workload) { IsMeasured = instant => lanes!.Window.Contains(instant) };
        var open = load.Loop == LoopKind.Open;
        lanes = new LaneSet(connections, load.InFlight, workload, open, abandoned, own: conversation);
        ILoadLoop loop = open
            ? LoadArrivals.LoopOver(lanes, load, order.Duration, order.Seed, order.Timeout, phase)
            : new ClosedLoop(lanes, order.Timeout);
        return new ConversationLoop(loop, lanes, conversation);
    }

    public ServerApplication CreateServerPart(TransferMeter received) => StreamServer.RunAsync;

    private static int? OneWayBytes(Workload workload) => workload.Way switch
    {
        StreamWay.Down => workload.ResponseBytes,
        StreamWay.Up => workload.RequestBytes,
        _ => null,
    };
}
