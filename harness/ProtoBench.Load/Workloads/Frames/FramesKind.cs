using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>
/// Frames at a rate, each with a deadline, as media and games send them: what arrives late is of no use. Told are the share on time and the
/// age of the newest state at the receiver; what the transport does to be reliable shows as age.
/// </summary>
internal sealed class FramesKind : IDrivenKind
{
    /// <summary>The kind's name, by which the server's part is opened.</summary>
    public const string Word = "frames";

    /// <summary>A sender that comes later to more than a hundredth of its frames, in milliseconds, makes a trial invalid.</summary>
    public const double MostSenderLateness = 10;

    private const int DefaultBytes = 1_000;
    private const double DefaultRate = 60;

    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMilliseconds(100);

    /// <summary>Frames that arrived within their deadline, as a share of those that were due.</summary>
    public static WorkloadFigure OnTime { get; } =
        new("frames-on-time", "frames on time", FigureUnit.Share, LowerIsBetter: false);

    private static readonly WorkloadFigure MeanAge =
        new("frame-age-mean", "age of the newest state", FigureUnit.Microseconds, LowerIsBetter: true);

    /// <summary>What the newest state is older than for a hundredth of the time.</summary>
    public static WorkloadFigure OldAge { get; } =
        new("frame-age-p99", "age of the newest state, p99", FigureUnit.Microseconds, LowerIsBetter: true);

    private static readonly WorkloadFigure Jitter =
        new("frame-jitter", "interarrival jitter (RFC 3550)", FigureUnit.Microseconds, LowerIsBetter: true);

    /// <summary>Frames that never arrived, as a share of those that were due.</summary>
    public static WorkloadFigure Lost { get; } = new("frames-lost", "frames lost", FigureUnit.Share, LowerIsBetter: true);

    private static readonly WorkloadFigure Reordered =
        new("frames-reordered", "frames out of order", FigureUnit.Share, LowerIsBetter: true);

    private static readonly WorkloadFigure Lateness =
        new("frame-sender-lateness", "lateness of the sender, p99", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    /// <summary>From when a frame was due until it was read.</summary>
    public static WorkloadTime Delivery { get; } =
        new("frame-delivery", "one way", "from when a frame was due until it had been read, by the clocks of both processes");

    /// <summary>How old the newest state is.</summary>
    public static WorkloadTime Age { get; } =
        new("frame-age", "age", "of the newest frame the receiver has, from when that was due, looked at every millisecond");

    public string Name => Word;

    public string Meaning => "frames at a rate with a deadline, as media and games send them.";

    public string Called => "a flow of frames";

    public string Single => "frame";

    public string NoResponse => "did not arrive";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool TakesOpenLoops => false;

    public bool TakesDatagrams => true;

    public IReadOnlyList<WorkloadKey> Keys { get; } =
    [
        .. BulkKeys.All,
        new WorkloadKey<double>(
            new("frame-rate", Shapes.Rate, "Frames per second and connection. Default 60/s."),
            (workload, rate) => workload with { FrameRate = rate })
        { IsSize = false },
        new WorkloadKey<TimeSpan>(
            new("deadline", Shapes.Duration(0.001m, 10, "1 ms to 10 s"), "When a frame must be there to be of use. Default 100 ms."),
            (workload, time) => workload with { Deadline = time })
        { IsSize = false },
        new WorkloadKey<FrameSide>(
            new("from", new ChoiceShape<FrameSide>(), "Who sends the frames: client or server. Default server."),
            (workload, side) => workload with { FramesFromClient = side == FrameSide.Client })
        { IsSize = false },
    ];

    public string KeysHint => "use 'message' (the size of a frame), 'frame-rate', 'deadline' and 'from'";

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine)
    {
        var frames = FrameFigures.PutTogether(
            [.. clients.Select(client => client.Figures!)],
            sum.Times?.GetValueOrDefault(Delivery.Key),
            sum.Times?.GetValueOrDefault(Age.Key),
            sum.Times);
        return sum with
        {
            Figures = frames.Due == 0 ? null : FiguresOf(frames),
            Times = frames.Arrived == 0 ? null : new Dictionary<string, string>(
                sum.Times!.Where(time => Times.Any(known => known.Key == time.Key))),
        };
    }

    public string WhyNotInSlices => "frames go on at their rate, whoever else is measured";

    public IReadOnlyList<WorkloadFigure> Figures { get; } = [OnTime, MeanAge, OldAge, Jitter, Lost, Reordered, Lateness];

    public IReadOnlyList<WorkloadTime> Times { get; } = [Delivery, Age];

    public WorkloadFigure Decisive => OnTime;

    public static int BytesOf(Workload workload) => Math.Max(FrameHeader.Bytes + 1, workload.MessageBytes ?? DefaultBytes);

    public static double RateOf(Workload workload) => workload.FrameRate ?? DefaultRate;

    public static TimeSpan DeadlineOf(Workload workload) => workload.Deadline ?? DefaultDeadline;

    public static IReadOnlyDictionary<string, double> FiguresOf(FrameFigures frames)
    {
        var due = (double)frames.Due;
        var figures = new Dictionary<string, double>
        {
            [OnTime.Key] = Math.Min(1, frames.OnTime / due),
            [Jitter.Key] = frames.Jitter / 1e3,
            [Lost.Key] = Math.Max(0, (due - frames.Arrived) / due),
            [Reordered.Key] = frames.Reordered / due,
        };
        if (frames.Age.Count > 0)
        {
            figures[MeanAge.Key] = frames.AgeMean / 1e3;
            figures[OldAge.Key] = frames.Age.ValueAtQuantile(0.99) / 1e3;
        }

        if (frames.Lateness.Count > 0)
        {
            figures[Lateness.Key] = frames.Lateness.ValueAtQuantile(0.99) / 1e3;
        }

        return figures;
    }

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [("frame", BytesOf(workload))];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        !protocol.Traits.MessageStreams && !protocol.Traits.Datagram
            ? $"{protocol.Name} has no streams or flows that carry messages on their own"
        : arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} cannot send and receive at once on one connection"
        : arm.Datagrams && BytesOf(workload) > QuicSettings.LargestDatagramBytes
            ? $"a frame of {ByteText.Format(BytesOf(workload))} does not surely fit a datagram of {protocol.Name} "
                + $"({QuicSettings.LargestDatagramBytes:N0} bytes at most)"
        : Model.Scenarios.Settings.ClientSetting.Asks(arm) ? "the lean client does exchanges only; use client: dotnet"
        : null;

    public string Describe(Workload workload) => string.Create(
        CultureInfo.InvariantCulture,
        $"{RateOf(workload):0.##} frames/s of {ByteText.Format(BytesOf(workload))} from the "
            + $"{(workload.FramesFromClient ? "client" : "server")}, each of use for {DeadlineOf(workload).TotalMilliseconds:0.##} ms");

    public OneWayFigures OneWay(Workload workload) => new()
    {
        Times = Times,
        Figures = [MeanAge, OldAge],
        Limited = (OnTime, DeadlineOf(workload)),
    };

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => FrameParts.Of(arm);

    public IReadOnlyList<WorkloadFigure> AlsoExplained => [OldAge];

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new FramesLoop(order, connections, abandoned);

    public ServerApplication CreateServerPart(TransferMeter received) => FramesServer.RunAsync;

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Figures is not { } figures)
        {
            yield return "no frame was due inside the window, or none arrived that tells when the others were";
        }
        else if (figures.TryGetValue(Lateness.Key, out var late) && late > MostSenderLateness * 1e3)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the sender itself was late: one in a hundred frames left {late / 1e3:0.0} ms after it was due, and "
                    + $"{MostSenderLateness:0} ms are allowed");
        }
    }
}

/// <summary>One side of a trial.</summary>
internal enum FrameSide
{
    Server,
    Client,
}
