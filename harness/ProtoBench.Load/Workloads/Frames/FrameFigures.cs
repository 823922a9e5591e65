using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>What a receiver's frames of one window come to. Pure.</summary>
internal sealed class FrameFigures
{
    // Between two frames the age of the newest state grows; so many times a second it is looked at.
    private const long Look = 1_000_000;

    // RFC 3550, 6.4.1: the gain of the estimate.
    private const double JitterGain = 1.0 / 16;

    /// <summary>Frames that were due in the window.</summary>
    public long Due { get; private set; }

    /// <summary>Those of them that arrived at all.</summary>
    public long Arrived { get; private set; }

    /// <summary>Those of them that arrived within their deadline.</summary>
    public long OnTime { get; private set; }

    /// <summary>Those that arrived behind one with a larger number (RFC 4737, 3).</summary>
    public long Reordered { get; private set; }

    /// <summary>From when a frame was due until it had been read.</summary>
    public LatencyHistogram Delivery { get; } = new();

    /// <summary>Age of the newest state that the receiver had, looked at every millisecond of the window.</summary>
    public LatencyHistogram Age { get; } = new();

    /// <summary>How late the sender came to frames for which it had waited.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>Interarrival jitter (RFC 3550, 6.4.1), the mean of its estimate over the window and the streams, in nanoseconds.</summary>
    public double Jitter => _jitters == 0 ? 0 : _jitter / _jitters;

    /// <summary>Mean of <see cref="Age"/>, which has one, in nanoseconds.</summary>
    public double AgeMean => _ageMean ?? Age.Mean;

    private double _jitter;
    private double _jitters;

    // A histogram that has travelled has lost the sum of what was recorded.
    private double? _ageMean;

    /// <summary>What one of several clients has of it, so that all of them together make the figures of one.</summary>
    public (Dictionary<string, double> Counts, Dictionary<string, string> Times) Parts => (
        new()
        {
            [nameof(Due)] = Due,
            [nameof(Arrived)] = Arrived,
            [nameof(OnTime)] = OnTime,
            [nameof(Reordered)] = Reordered,
            [nameof(_jitter)] = _jitter,
            [nameof(_jitters)] = _jitters,
            [nameof(Age)] = Age.Sum,
        },
        new() { [nameof(Lateness)] = HistogramText.Encode(Lateness) });

    /// <param name="clients">The counts of each.</param>
    /// <param name="delivery">The times of all of them; null: there are none.</param>
    /// <param name="age">The ages that all of them saw; null: there are none.</param>
    /// <param name="times">What else <see cref="Parts"/> has, added up.</param>
    public static FrameFigures PutTogether(
        IReadOnlyList<IReadOnlyDictionary<string, double>> clients,
        string? delivery,
        string? age,
        IReadOnlyDictionary<string, string>? times)
    {
        var all = new FrameFigures
        {
            Due = Sum(nameof(Due)),
            Arrived = Sum(nameof(Arrived)),
            OnTime = Sum(nameof(OnTime)),
            Reordered = Sum(nameof(Reordered)),
            _jitter = clients.Sum(client => client[nameof(_jitter)]),
            _jitters = clients.Sum(client => client[nameof(_jitters)]),
        };
        foreach (var (histogram, text) in new[]
        {
            (all.Delivery, delivery), (all.Age, age), (all.Lateness, times?.GetValueOrDefault(nameof(Lateness))),
        })
        {
            if (text is not null)
            {
                HistogramText.AddTo(histogram, text);
            }
        }

        all._ageMean = all.Age.Count == 0 ? null : clients.Sum(client => client[nameof(Age)]) / all.Age.Count;
        return all;

        long Sum(string name) => (long)clients.Sum(client => client[name]);
    }

    /// <param name="frames">Of one stream, in the order in which they were read.</param>
    /// <param name="start">Of the window.</param>
    /// <param name="end">Of the window.</param>
    /// <param name="period">Between two frames.</param>
    /// <param name="deadline">Of each.</param>
    public void Add(IReadOnlyList<ArrivedFrame> frames, long start, long end, double period, long deadline)
    {
        if (frames.Count == 0)
        {
            return;
        }

        // When the first frame was due, whichever of them arrived.
        var origin = frames[0].Header.Due - (long)(frames[0].Header.Number * period);
        Due += DueBefore(end, origin, period) - DueBefore(start, origin, period);
        var newest = -1L;
        var seen = new HashSet<long>();
        var (jitter, jitters, sum) = (0.0, 0L, 0.0);
        ArrivedFrame? before = null;
        ArrivedFrame? state = null;
        foreach (var frame in frames)
        {
            var header = frame.Header;
            if (!seen.Add(header.Number))
            {
                continue;
            }

            var counts = header.Due >= start && header.Due < end;
            if (before is { } last)
            {
                var difference = Math.Abs(frame.Received - last.Received - (header.Due - last.Header.Due));
                jitter += (difference - jitter) * JitterGain;
                if (counts)
                {
                    (jitters, sum) = (jitters + 1, sum + jitter);
                }
            }

            before = frame;
            if (counts)
            {
                Arrived++;
                OnTime += frame.Received - header.Due <= deadline ? 1 : 0;
                Reordered += header.Number < newest ? 1 : 0;
                Delivery.Record(Math.Max(0, frame.Received - header.Due));
                if (header.Lateness > 0)
                {
                    Lateness.Record(header.Lateness);
                }
            }

            if (header.Number > newest)
            {
                newest = header.Number;
                Grow(state, Math.Min(frame.Received, end), start);
                state = frame;
            }
        }

        Grow(state, end, start);
        (_jitter, _jitters) = (_jitter + sum, _jitters + jitters);
    }

    // The state was the newest from when it arrived until another took its place.
    private void Grow(ArrivedFrame? state, long until, long start)
    {
        if (state is not { } shown)
        {
            return;
        }

        // Looked at on whole milliseconds of the clock, whenever frames arrive.
        var from = Math.Max(shown.Received, start);
        for (var look = ((from + Look - 1) / Look) * Look; look < until; look += Look)
        {
            Age.Record(look - shown.Header.Due);
        }
    }

    private static long DueBefore(long instant, long origin, double period) =>
        instant <= origin ? 0 : (long)Math.Ceiling((instant - origin) / period);
}
