using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>One slowly read stream on each connection, and small exchanges beside it where the connection carries both.</summary>
internal sealed class SlowReaderLoop : ILoadLoop
{
    private readonly ConnectionSet _connections;
    private readonly string _application;
    private readonly ClockMap _serverClock;
    private readonly int _messageBytes;
    private readonly double _bytesPerSecond;
    private readonly bool _divided;
    private readonly List<(SlowReaderStream Stream, Task Run)> _streams = [];
    private readonly List<(ExchangesBeside Exchanges, Task Run)> _beside = [];
    private readonly ThreadHistogram _times = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopBeside;
    private readonly CancellationTokenSource _abort;
    private readonly FirstFailures _failures = new();
    private long _failed;

    /// <param name="connections">One stream runs on each.</param>
    /// <param name="application">The server part's name.</param>
    /// <param name="workload">How large messages are, and how fast they are read.</param>
    /// <param name="serverClock">Reads the server's clock on the client's.</param>
    /// <param name="abandoned">Gives the trial up.</param>
    /// <param name="divided">Is it one of several clients of the server?</param>
    public SlowReaderLoop(
        ConnectionSet connections,
        string application,
        Workload workload,
        ClockMap serverClock,
        CancellationToken abandoned,
        bool divided = false)
    {
        (_connections, _application, _serverClock, _divided) = (connections, application, serverClock, divided);
        _messageBytes = workload.MessageBytes ?? BulkLoop.DefaultStreamMessageBytes;
        _bytesPerSecond = workload.ReaderBytesPerSecond ?? SlowReaderKeys.DefaultReader;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        _stopBeside = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
    }

    /// <summary>What the readers have read.</summary>
    public TransferMeter Meter { get; } = new();

    public LoadProgress Progress => new(Meter.Bytes, Meter.Messages);

    public LoadWindow Window { get; } = new();

    public void Start()
    {
        foreach (var slot in _connections.Slots)
        {
            var (connection, stream) = (slot.Connection, new SlowReaderStream(_application, _messageBytes, _bytesPerSecond, Meter));
            _streams.Add((stream, Task.Run(() => stream.RunAsync(connection, _stop.Token, _abort.Token))));
            if (slot.Multiplexed)
            {
                var beside = new ExchangesBeside(connection, Window, _times);
                _beside.Add((beside, Task.Run(() => beside.RunAsync(_stopBeside.Token))));
            }
        }
    }

    public async Task StopAsync(TimeSpan drain)
    {
        // Those beside end first: once the readers hurry, they would no longer tell of slow ones.
        await _stopBeside.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(drain);
        await EndAsync(_beside.Select(one => one.Run), drain).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await EndAsync(_streams.Select(one => one.Run), drain).ConfigureAwait(false);
    }

    public Measurement Report(Measurement measurement)
    {
        var start = measurement.WindowStartNanoseconds;
        var figures = SlowReaderFigures.Of(
            [.. _streams.Select(one => (OnThisClock(one.Stream.Sender), one.Stream.Readings))],
            start,
            start + (long)(measurement.WindowSeconds * 1e9),
            _divided);
        figures[SlowReaderFigures.Share.Key] = (measurement.GoodputBytesPerSecond ?? 0) / (_bytesPerSecond * _streams.Count);
        var beside = _times.Sum();
        if (_beside.Count > 0)
        {
            figures[SlowReaderFigures.Blocked.Key] = _beside.Sum(one => one.Exchanges.Blocked);
        }

        return measurement with
        {
            Outcomes = new OutcomeCounts
            {
                Completed = _streams.Count(one => one.Run.IsCompletedSuccessfully),
                ConnectionLost = _failed,
            },
            FirstFailure = _failures.First,
            Failures = _failures.Examples,
            Figures = figures,
            Times = beside.Count == 0
                ? null
                : new Dictionary<string, string> { [SlowReaderFigures.Beside.Key] = HistogramText.Encode(beside) },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await _stopBeside.CancelAsync().ConfigureAwait(false);
        _abort.Dispose();
        _stop.Dispose();
        _stopBeside.Dispose();
        _times.Dispose();
    }

    private IReadOnlyList<SenderSample> OnThisClock(IReadOnlyList<SenderSample> samples) =>
        [.. samples.Select(sample => sample with { Nanoseconds = _serverClock.Read(sample.Nanoseconds) })];

    private async Task EndAsync(IEnumerable<Task> running, TimeSpan drain)
    {
        foreach (var run in running)
        {
            try
            {
                await run.WaitAsync(_abort.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                _failed++;
                _failures.Keep(ExchangeOutcome.ConnectionLost, _abort.IsCancellationRequested && error is OperationCanceledException
                    ? ExchangeFailure.DescribeEndless(drain)
                    : ExchangeFailure.Describe(error));
            }
        }
    }
}
