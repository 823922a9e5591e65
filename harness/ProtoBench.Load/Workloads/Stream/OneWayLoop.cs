using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>
/// Messages one way at a rate, shared out to a number of streams. Whoever receives measures them: the messages carry the times of their
/// sender. A message's response time is the time from when it was due until it was read, its service time that from when it was sent.
/// </summary>
internal sealed class OneWayLoop : ILoadLoop
{
    private readonly ConnectionSet _connections;
    private readonly TimeSpan _limit;
    private readonly double _ratePerStream;
    private readonly List<(OneWayStream Stream, Task Run)> _streams = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort;
    private readonly FirstFailures _failures = new();
    private readonly TransferMeter _meter = new();
    private readonly Func<int, OneWayStream> _create;
    private readonly int _count;
    private long _broken;

    /// <param name="connections">Streams are dealt out to them in turn.</param>
    /// <param name="application">The server part's name.</param>
    /// <param name="workload">Which way, and how large messages are.</param>
    /// <param name="load">An open loop: its rate is that of all streams together, and their number the most in flight.</param>
    /// <param name="limit">A message that takes longer has timed out.</param>
    /// <param name="seed">Of the arrivals.</param>
    /// <param name="serverClock">Reads the server's clock on the client's.</param>
    /// <param name="abandoned">Gives the trial up.</param>
    /// <param name="phase">Of evenly spaced messages, in parts of the time between two of them: those of another client lie in between.
    /// </param>
    public OneWayLoop(
        ConnectionSet connections,
        string application,
        Workload workload,
        LoadPoint load,
        TimeSpan limit,
        ulong seed,
        ClockMap serverClock,
        CancellationToken abandoned,
        double phase = 0)
    {
        _connections = connections;
        _limit = limit;
        _count = load.InFlight;
        var rate = load.Rate ?? throw new ArgumentException("messages one way need a rate", nameof(load));
        _ratePerStream = rate / _count;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        _create = index => new OneWayStream(
            application,
            new StreamOrder(
                workload.Way ?? StreamWay.Both,
                workload.RequestBytes,
                workload.ResponseBytes,
                _ratePerStream,
                load.Arrivals,
                seed + (ulong)index,

                // Evenly spaced streams make evenly spaced messages; independent Poisson ones sum up to a Poisson one.
                load.Arrivals == ArrivalLaw.Constant ? (long)((index + phase) * 1e9 / rate) : 0,
                (long)(limit.TotalSeconds * 1e9)),
            Window,
            _meter,
            serverClock);
    }

    public LoadProgress Progress => new(_meter.Messages, _meter.Messages);

    public LoadWindow Window { get; } = new();

    public void Start()
    {
        for (var i = 0; i < _count; i++)
        {
            var stream = _create(i);
            var connection = _connections.Slots[i % _connections.Slots.Count].Connection;
            _streams.Add((stream, Task.Run(() => stream.RunAsync(connection, _stop.Token, _abort.Token))));
        }
    }

    public async Task StopAsync(TimeSpan drain)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(drain + _limit);
        foreach (var (_, run) in _streams)
        {
            try
            {
                await run.ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                _broken++;
                var outcome = error is BadResponseException ? ExchangeOutcome.BadResponse : ExchangeOutcome.ConnectionLost;
                _failures.Keep(outcome, _abort.IsCancellationRequested && error is OperationCanceledException
                    ? ExchangeFailure.DescribeEndless(drain + _limit)
                    : ExchangeFailure.Describe(error));
            }
        }
    }

    public Measurement Report(Measurement measurement)
    {
        var tallies = _streams.Select(one => one.Stream.Tally).ToList();
        var response = Sum(tally => tally.Response);
        var late = tallies.Sum(tally => tally.Late);
        var lateness = Sum(tally => tally.SendLateness);
        var first = new LatencyHistogram();
        foreach (var (stream, _) in _streams.Where(one => one.Stream.First > 0))
        {
            first.Record(stream.First);
        }

        return measurement with
        {
            Response = HistogramText.Encode(response),
            Service = HistogramText.Encode(Sum(tally => tally.Service)),
            SendLateness = HistogramText.Encode(lateness),
            PacingLateness = HistogramText.Encode(Sum(tally => tally.Pacing)),
            Outcomes = new OutcomeCounts { Completed = response.Count - late, TimedOut = late, ConnectionLost = _broken },
            FirstFailure = _failures.First,
            Failures = _failures.Examples,
            OfferedRate = response.Count / measurement.WindowSeconds,
            AchievedRate = tallies.Sum(tally => tally.InWindow) / measurement.WindowSeconds,

            // A stream's messages wait for the one before: so many were due in the time by which one was late.
            LongestBacklog = Waiting(lateness.Maximum),
            BacklogAtStart = tallies.Sum(tally => Waiting(tally.Waiting.First)),
            BacklogAtEnd = tallies.Sum(tally => Waiting(tally.Waiting.Last)),
            Times = StreamTimes.Of(first, Sum(tally => tally.Between)),
        };

        LatencyHistogram Sum(Func<OneWayTally, LatencyHistogram> part)
        {
            var sum = new LatencyHistogram();
            foreach (var tally in tallies)
            {
                sum.Add(part(tally));
            }

            return sum;
        }

        int Waiting(long nanoseconds) => (int)(nanoseconds / 1e9 * _ratePerStream);
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        _abort.Dispose();
        _stop.Dispose();
    }
}
