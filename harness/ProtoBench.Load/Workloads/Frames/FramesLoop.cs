using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>Frames on one stream of each connection, from start to stop; the window is cut out of the middle of it.</summary>
internal sealed class FramesLoop : ILoadLoop
{
    // Tells a server without connections that its client is there, and repeats an order that was lost.
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(200);

    private readonly DriveOrder _order;
    private readonly ConnectionSet _connections;
    private readonly FrameOrder _frames;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort;
    private readonly List<Task> _running = [];
    private readonly List<List<ArrivedFrame>> _arrived = [];
    private readonly FirstFailures _failures = new();
    private long _received;
    private long _broken;

    public FramesLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        (_order, _connections) = (order, connections);
        var workload = order.Cell.Workload;
        _frames = new FrameOrder(!workload.FramesFromClient, FramesKind.BytesOf(workload), FramesKind.RateOf(workload));
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
    }

    public LoadProgress Progress => new(Volatile.Read(ref _received), Volatile.Read(ref _received));

    public LoadWindow Window { get; } = new();

    public void Start()
    {
        foreach (var slot in _connections.Slots)
        {
            var arrived = new List<ArrivedFrame>((int)Math.Min(1_000_000, 120 * _frames.PerSecond));
            _arrived.Add(arrived);
            _running.Add(Task.Run(() => RunAsync(slot.Connection, arrived)));
        }
    }

    /// <summary>At a set rate there is nothing to watch for: it warms up for its shortest time.</summary>
    public async Task<WarmUpOutcome> WarmUpAsync(WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken)
    {
        await Task.Delay(bounds.Minimum, cancellationToken).ConfigureAwait(false);
        return new WarmUpOutcome(bounds.Minimum.TotalSeconds, true);
    }

    /// <summary>Ends every stream when what was due in the window has had its time to arrive.</summary>
    public async Task StopAsync(TimeSpan drain)
    {
        await Task.Delay(FramesKind.DeadlineOf(_order.Cell.Workload) + Repeat, CancellationToken.None).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(drain);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public Measurement Report(Measurement measurement)
    {
        var (workload, figures) = (_order.Cell.Workload, new FrameFigures());
        foreach (var arrived in _arrived)
        {
            figures.Add(
                arrived,
                Window.Start,
                Window.End,
                1e9 / _frames.PerSecond,
                (long)FramesKind.DeadlineOf(workload).TotalNanoseconds);
        }

        var (lost, parts) = (Math.Max(0, figures.Due - figures.Arrived), figures.Parts);
        var lossy = _connections.LateReplies is not null || _order.Cell.Arm.Datagrams;
        return measurement with
        {
            // What was lost has no time. There is no service time, because nobody answers.
            Response = HistogramText.Encode(figures.Delivery),
            Outcomes = new OutcomeCounts
            {
                Completed = figures.Arrived,
                TimedOut = lost,
                ConnectionLost = Volatile.Read(ref _broken),
            },
            FirstFailure = _failures.First,
            Failures = _failures.Examples,
            AchievedRate = figures.Arrived / measurement.WindowSeconds,
            DatagramsSent = lossy ? figures.Due : null,
            DatagramsLost = lossy ? lost : null,
            Figures = _order.Together is not null ? parts.Counts : figures.Due == 0 ? null : FramesKind.FiguresOf(figures),
            Times = figures.Arrived == 0 ? null : new Dictionary<string, string>(_order.Together is not null ? parts.Times : [])
            {
                [FramesKind.Delivery.Key] = HistogramText.Encode(figures.Delivery),
                [FramesKind.Age.Key] = HistogramText.Encode(figures.Age),
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        _abort.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(IProtocolConnection connection, List<ArrivedFrame> arrived)
    {
        try
        {
            var datagrams = _order.Cell.Arm.Datagrams;
            var stream = connection switch
            {
                IMessageStreamConnection streams when !datagrams =>
                    await streams.OpenStreamAsync(FramesKind.Word, _abort.Token).ConfigureAwait(false),
                IDatagramFlowConnection flows => await flows.OpenFlowAsync(FramesKind.Word, _abort.Token).ConfigureAwait(false),
                _ => throw new NotSupportedException($"{connection.Facts.Protocol} has no streams or flows of messages"),
            };
            await using (stream.ConfigureAwait(false))
            {
                await TalkAsync(stream, arrived).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error) && !_stop.IsCancellationRequested)
        {
            _failures.Keep(ExchangeOutcome.ConnectionLost, ExchangeFailure.Describe(error));
            Interlocked.Increment(ref _broken);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // All frames of the window have been measured; how the stream then ends is another question.
        }
    }

    private async Task TalkAsync(IMessageStream stream, List<ArrivedFrame> arrived)
    {
        await stream.SendAsync(_frames.Written(), _abort.Token).ConfigureAwait(false);
        var receiving = Task.Run(() => ReceiveAsync(stream, arrived), CancellationToken.None);
        if (_frames.FromServer)
        {
            await RemindAsync(stream, _frames.Written()).ConfigureAwait(false);
        }
        else
        {
            await FrameSender.RunAsync(stream, _frames.FrameBytes, _frames.PerSecond, _stop.Token, _abort.Token).ConfigureAwait(false);

            // The last frames have no receipt yet.
            var question = new byte[FrameHeader.Bytes];
            new FrameHeader(FrameHeader.Question, 0, 0).Write(question);
            for (var i = 0; i < 3; i++)
            {
                await stream.SendAsync(question, _abort.Token).ConfigureAwait(false);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _abort.Token).ConfigureAwait(false);
            }
        }

        await stream.EndAsync(_abort.Token).ConfigureAwait(false);
        await receiving.ConfigureAwait(false);
    }

    private async Task RemindAsync(IMessageStream stream, byte[] order)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Repeat, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await stream.SendAsync(order, _abort.Token).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(IMessageStream stream, List<ArrivedFrame> arrived)
    {
        // Of what receipts tell again, the first is taken.
        var highest = new HashSet<long>();
        while (await stream.ReceiveAsync(_abort.Token).ConfigureAwait(false) is { } message)
        {
            var now = LoadClock.Now;
            if (_frames.FromServer)
            {
                if (message.Length != _frames.FrameBytes || FrameHeader.Read(message.Span) is not { } header)
                {
                    throw new BadResponseException($"a frame has {message.Length} bytes, wanted were {_frames.FrameBytes}");
                }

                arrived.Add(new ArrivedFrame(header with { Due = _order.ServerClock.Read(header.Due) }, now));
                Volatile.Write(ref _received, _received + 1);
                continue;
            }

            for (var at = 0; at + ArrivedFrame.Bytes <= message.Length; at += ArrivedFrame.Bytes)
            {
                var told = ArrivedFrame.Read(message.Span[at..]);
                if (highest.Add(told.Header.Number))
                {
                    arrived.Add(told with { Received = _order.ServerClock.Read(told.Received) });
                    Volatile.Write(ref _received, _received + 1);
                }
            }
        }
    }
}
