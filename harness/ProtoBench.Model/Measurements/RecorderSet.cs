namespace ProtoBench.Model.Measurements;

/// <summary>
/// The recorders of one measuring window, one for every thread that records. Asking for the calling thread's takes no lock after the first
/// time, so that asynchronous loops can do it at every exchange, whatever thread they continue on.
/// </summary>
internal sealed class RecorderSet
{
    // One entry a thread is enough: a load loop has one window open at a time. It keeps the last recorder alive until the thread's next
    // window or its end, at most three histograms of 270 KB and what it holds over time, 96 KB.
    [ThreadStatic]
    private static LatencyRecorder? _cached;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, LatencyRecorder> _recorders = [];
    private readonly Stack<LatencyRecorder> _prepared = new();

    /// <param name="openLoop">Are there intended starts? Decides which <c>Record</c> method of the recorders may be called.</param>
    /// <param name="prepared">Recorders to allocate now, about as many as threads will record, so that a thread's first exchange in the
    /// window does not allocate up to 810 KB. Threads beyond that number still get one. Default 0.</param>
    /// <param name="requests">Names of the user's requests, for what came back for them; null: there are none.</param>
    public RecorderSet(bool openLoop, int prepared = 0, IReadOnlyList<string>? requests = null)
    {
        OpenLoop = openLoop;
        Requests = requests;
        for (var i = 0; i < prepared; i++)
        {
            _prepared.Push(new LatencyRecorder(this));
        }
    }

    public bool OpenLoop { get; }

    /// <summary>Names of the user's requests; null: there are none.</summary>
    public IReadOnlyList<string>? Requests { get; }

    /// <summary>Tells the recorders in which stretch of the window an exchange began.</summary>
    public IntervalClock Clock { get; } = new();

    /// <summary>The calling thread's recorder. Use it before the next await: the continuation may run on another thread.</summary>
    public LatencyRecorder ForThisThread
    {
        get
        {
            var cached = _cached;
            return cached is not null && ReferenceEquals(cached.Owner, this) ? cached : Register();
        }
    }

    /// <summary>One that belongs to no thread, and whose records are in no sum.</summary>
    public LatencyRecorder Apart() => new(this);

    /// <summary>A window opens: nothing of it is recorded before this returns, and nothing of another one meanwhile.</summary>
    public void Begin(long start, long end)
    {
        lock (_lock)
        {
            if (Clock.Begin(start, end))
            {
                foreach (var recorder in _recorders.Values)
                {
                    recorder.HalveIntervals();
                }
            }
        }
    }

    /// <summary>
    /// Sums all recorders up. Only to be called when every loop has ended and been awaited or joined; what is recorded later is not in it.
    /// </summary>
    public RecordedExchanges Merge()
    {
        var service = new LatencyHistogram();
        var response = OpenLoop ? new LatencyHistogram() : service;
        var sendLateness = OpenLoop ? new LatencyHistogram() : null;
        Span<long> outcomes = stackalloc long[(int)ExchangeOutcome.NotSent + 1];
        var intervals = new IntervalLatencies();
        AnsweredRequests? answers;
        lock (_lock)
        {
            answers = Requests is null ? null : AnswerRecorder.Sum([.. _recorders.Values.Select(one => one.Answers!)], Requests);
            foreach (var recorder in _recorders.Values)
            {
                recorder.AddTo(intervals);
                recorder.AddTo(response, service, sendLateness, outcomes);
            }
        }

        return new RecordedExchanges
        {
            Response = response,
            Service = service,
            SendLateness = sendLateness,
            Answers = answers,
            Intervals = intervals.Report(Clock.Bounds()),
            Parts = Clock.Parts is null ? [] : intervals.Parts(Clock.Bounds(), Clock.PerPart),
            Outcomes = new OutcomeCounts
            {
                Completed = outcomes[(int)ExchangeOutcome.Completed],
                TimedOut = outcomes[(int)ExchangeOutcome.TimedOut],
                ConnectionLost = outcomes[(int)ExchangeOutcome.ConnectionLost],
                BadResponse = outcomes[(int)ExchangeOutcome.BadResponse],
                NotSent = outcomes[(int)ExchangeOutcome.NotSent],
            },
        };
    }

    // A thread whose cache holds another set's recorder finds its own again here. The runtime gives a dead thread's number to a new one;
    // that one may go on with the dead one's recorder, because only one of them ever lives.
    private LatencyRecorder Register()
    {
        lock (_lock)
        {
            var thread = Environment.CurrentManagedThreadId;
            if (!_recorders.TryGetValue(thread, out var recorder))
            {
                recorder = _prepared.TryPop(out var prepared) ? prepared : new LatencyRecorder(this);
                _recorders.Add(thread, recorder);
            }

            return _cached = recorder;
        }
    }
}
