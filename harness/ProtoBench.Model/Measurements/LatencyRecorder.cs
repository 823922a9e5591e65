namespace ProtoBench.Model.Measurements;

/// <summary>
/// What one thread records of the exchanges of a measuring window: latencies of those that completed or timed out, and how all of them
/// ended. All times are nanoseconds on one monotonic clock. Not thread-safe: a load loop asks its <see cref="RecorderSet"/> for the
/// calling
/// thread's recorder at every exchange.
/// </summary>
internal sealed class LatencyRecorder
{
    private readonly LatencyHistogram _service = new();
    private readonly LatencyHistogram? _response;
    private readonly LatencyHistogram? _sendLateness;
    private readonly IntervalLatencies _intervals = new();
    private readonly long[] _outcomes = new long[(int)ExchangeOutcome.NotSent + 1];

    internal LatencyRecorder(RecorderSet owner)
    {
        Owner = owner;
        Answers = owner.Requests is { } requests ? new AnswerRecorder(requests.Count) : null;
        if (owner.OpenLoop)
        {
            _response = new LatencyHistogram();
            _sendLateness = new LatencyHistogram();
        }
    }

    /// <summary>The set it was made by, for the set's per-thread cache.</summary>
    internal RecorderSet Owner { get; }

    /// <summary>What came back for requests of the user's own; null: there are none.</summary>
    public AnswerRecorder? Answers { get; }

    /// <summary>
    /// Records an exchange of a closed loop, whose response time is its service time. A timed-out exchange stands with the time that was
    /// waited, a lower bound; one that failed otherwise took no meaningful time and is only counted.
    /// </summary>
    public void RecordClosed(ExchangeOutcome outcome, long start, long end)
    {
        _outcomes[(int)outcome]++;
        if (HasLatency(outcome))
        {
            _service.Record(end - start);
            _intervals.Record(Owner.Clock.Of(start), end - start);
        }
    }

    /// <summary>
    /// Records an exchange of an open loop. Its send lateness is recorded however it ended, because it tells of the client.
    /// </summary>
    public void RecordOpen(ExchangeOutcome outcome, long intendedStart, long actualStart, long end)
    {
        _outcomes[(int)outcome]++;
        _sendLateness!.Record(actualStart - intendedStart);
        if (HasLatency(outcome))
        {
            _response!.Record(end - intendedStart);
            _intervals.Record(Owner.Clock.Of(intendedStart), end - intendedStart);
            _service.Record(end - actualStart);
        }

        if (outcome == ExchangeOutcome.Completed && Owner.Clock.Parts is not null && Owner.Clock.Holds(end))
        {
            _intervals.CountEnd(Owner.Clock.Of(end));
        }
    }

    /// <summary>Counts an exchange that has no times, such as one that was never sent.</summary>
    public void Count(ExchangeOutcome outcome) => _outcomes[(int)outcome]++;

    /// <summary>Adds what this recorder holds over time to that of its set.</summary>
    internal void AddTo(IntervalLatencies intervals) => intervals.Add(_intervals);

    /// <summary>Makes room for more stretches.</summary>
    internal void HalveIntervals() => _intervals.Halve();

    /// <summary>Adds what this recorder holds to the totals of its set.</summary>
    internal void AddTo(LatencyHistogram response, LatencyHistogram service, LatencyHistogram? sendLateness, Span<long> outcomes)
    {
        service.Add(_service);
        if (_response is not null)
        {
            response.Add(_response);
            sendLateness!.Add(_sendLateness!);
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] += _outcomes[i];
        }
    }

    private static bool HasLatency(ExchangeOutcome outcome) => outcome is ExchangeOutcome.Completed or ExchangeOutcome.TimedOut;
}
