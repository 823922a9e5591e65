namespace ProtoBench.Model.Measurements;

/// <summary>
/// What one thread records of the answers to the user's requests, beside its <see cref="LatencyRecorder"/>. Not thread-safe.
/// </summary>
internal sealed class AnswerRecorder
{
    // HTTP's statuses have three digits (RFC 9110, 15), gRPC's fewer. A number beyond them is a server's mistake and stands in the last
    // place.
    private const int Places = 1000;

    private readonly long[] _statuses = new long[Places];
    private readonly LatencyHistogram _sent = new();
    private readonly LatencyHistogram _firstByte = new();
    private readonly LatencyHistogram _lastByte = new();
    private readonly OneRequest[] _requests;

    /// <param name="requests">How many there are.</param>
    public AnswerRecorder(int requests)
    {
        _requests = new OneRequest[requests];
        for (var i = 0; i < requests; i++)
        {
            // The response times of an only request are those of the trial.
            _requests[i].Response = requests > 1 ? new LatencyHistogram() : null;
        }
    }

    /// <summary>Records an exchange of the window. All times in nanoseconds on the load's clock.</summary>
    public void Record(int request, ExchangeOutcome outcome, in Answer answer, long intendedStart, long end)
    {
        if (answer.Status != Answer.None)
        {
            _statuses[Math.Clamp(answer.Status, 0, Places - 1)]++;
        }

        ref var one = ref _requests[request];
        if (outcome is ExchangeOutcome.Completed or ExchangeOutcome.TimedOut)
        {
            one.Response?.Record(end - intendedStart);
        }

        if (outcome != ExchangeOutcome.Completed)
        {
            one.Failed++;
            return;
        }

        one.Completed++;
        one.BodyBytes += answer.Bytes;
        if (answer.FirstByteAt > 0)
        {
            // An instant that two threads have read may lie a little on the wrong side of another.
            _sent.Record(Math.Max(0, answer.SentAt - answer.StartedAt));
            _firstByte.Record(Math.Max(0, answer.FirstByteAt - answer.SentAt));
            _lastByte.Record(Math.Max(0, end - answer.FirstByteAt));
        }
    }

    /// <summary>All of them together.</summary>
    /// <param name="recorders">Of one window.</param>
    /// <param name="names">Of the requests.</param>
    public static AnsweredRequests Sum(IReadOnlyList<AnswerRecorder> recorders, IReadOnlyList<string> names)
    {
        var total = new AnswerRecorder(names.Count);
        foreach (var recorder in recorders)
        {
            total.Add(recorder);
        }

        var told = total._firstByte.Count > 0;
        return new AnsweredRequests
        {
            Statuses =
            [
                .. total._statuses.Select((count, status) => new StatusCount(status, count)).Where(one => one.Count > 0),
            ],
            Requests =
            [
                .. total._requests.Select((one, i) => new NamedRequest
                {
                    Name = names[i],
                    Completed = one.Completed,
                    Failed = one.Failed,
                    BodyBytes = one.BodyBytes,
                    Response = one.Response is { } response ? HistogramText.Encode(response) : null,
                }),
            ],
            Sent = told ? HistogramText.Encode(total._sent) : null,
            FirstByte = told ? HistogramText.Encode(total._firstByte) : null,
            LastByte = told ? HistogramText.Encode(total._lastByte) : null,
        };
    }

    private void Add(AnswerRecorder other)
    {
        for (var i = 0; i < Places; i++)
        {
            _statuses[i] += other._statuses[i];
        }

        _sent.Add(other._sent);
        _firstByte.Add(other._firstByte);
        _lastByte.Add(other._lastByte);
        for (var i = 0; i < _requests.Length; i++)
        {
            _requests[i].Completed += other._requests[i].Completed;
            _requests[i].Failed += other._requests[i].Failed;
            _requests[i].BodyBytes += other._requests[i].BodyBytes;
            if (other._requests[i].Response is { } response)
            {
                _requests[i].Response!.Add(response);
            }
        }
    }

    private struct OneRequest
    {
        public long Completed;
        public long Failed;
        public long BodyBytes;
        public LatencyHistogram? Response;
    }
}
