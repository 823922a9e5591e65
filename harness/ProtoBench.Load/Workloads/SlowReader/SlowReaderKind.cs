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

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>
/// A server that sends as fast as it can to a client that reads at a rate. Flow control has to bring the sender down to it: what it sends
/// too much is held in between, and who shares the connection may feel it.
/// </summary>
internal sealed class SlowReaderKind : IDrivenKind
{
    /// <summary>
    /// The rate at the reader may differ from its own by this share: a window of seconds holds hundreds of messages, and the reader makes
    /// up for late timers.
    /// </summary>
    public const double Tolerance = 0.05;

    public string Name => "slow-reader";

    public string Meaning => "bulk payload from the server to a client that reads at a rate.";

    public string Called => "a slowly read transfer";

    public WorkloadMeasure Measures => WorkloadMeasure.Payload;

    public IReadOnlyList<WorkloadKey> Keys => SlowReaderKeys.All;

    public string KeysHint => SlowReaderKeys.Hint;

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        sum with { Figures = SlowReaderFigures.PutTogether([.. clients.Select(client => client.Figures!)]) };

    public string? WhyNotInSlices => BulkKeys.WhyNotInSlices;

    public IReadOnlyList<WorkloadFigure> Figures => SlowReaderFigures.All;

    public IReadOnlyList<WorkloadTime> Times { get; } = [SlowReaderFigures.Beside];

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => BulkKeys.MessagesOf(workload);

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        !protocol.Traits.MessageStreams ? $"{protocol.Name} has no streams of messages that a reader could take at its own rate"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} has no streams of messages"
        : null;

    public string Describe(Workload workload)
    {
        var rate = NumberText.Of(workload.ReaderBytesPerSecond ?? SlowReaderKeys.DefaultReader, Quantity.BytesPerSecond);
        var message = ByteText.Format(workload.MessageBytes ?? BulkLoop.DefaultStreamMessageBytes);
        return $"bulk data from server to client, {message} per message, read at {rate}";
    }

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => SlowReaderParts.Of(arm);

    public IReadOnlyList<WorkloadFigure> AlsoExplained => [SlowReaderFigures.Held];

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new SlowReaderLoop(connections, Name, order.Cell.Workload, order.ServerClock, abandoned, divided: order.Together is not null);

    public ServerApplication CreateServerPart(TransferMeter received) => SlowReaderServer.RunAsync;

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (ShareOf(measurement) is not { } share)
        {
            yield return "nothing was read inside the window";
        }
        else if (share > 1 + Tolerance)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the reader took {share:P0} of what it was to take, so it was not slow enough");
        }
    }

    public IEnumerable<string> NotesOn(Measurement measurement)
    {
        if (ShareOf(measurement) is { } share && share < 1 - Tolerance)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the reader got {share:P0} of what it would have taken: sender, link or flow control gave it less");
        }

        if (measurement.Figures?.TryGetValue(SlowReaderFigures.Blocked.Key, out var blocked) == true && blocked > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the slowly read stream blocked its connection: {blocked:0} exchanges beside it had no answer when it ended");
        }
    }

    private static double? ShareOf(Measurement measurement) =>
        measurement.Figures?.TryGetValue(SlowReaderFigures.Share.Key, out var share) == true && share > 0 ? share : null;
}
