namespace ProtoBench.Model.Measurements;

/// <summary>
/// Tells in which stretch an exchange began. A single window is cut into fifty; of many short ones, as slices are, each is a stretch, and
/// when there are more than fifty, neighbours become one.
/// </summary>
internal sealed class IntervalClock
{
    private readonly List<(long From, long To)> _stretches = [];
    private long _origin;
    private long _end;
    private double _perNanosecond;
    private long[] _partStarts = [];
    private double[] _partRates = [];
    private int _first;

    /// <summary>Each window is one stretch. Set before the first opens. Default false.</summary>
    public bool StretchPerWindow { get; set; }

    /// <summary>
    /// Shares of the window that stretches must not cross, such as the steps of its rate; at most fifty, which add up to 1. Set before the
    /// first window opens. Null, the default: none.
    /// </summary>
    public IReadOnlyList<double>? Parts { get; set; }

    /// <summary>Stretches of one part.</summary>
    public int PerPart => IntervalLatencies.Stretches / Parts!.Count;

    /// <summary>A window opens. Called before any exchange of it is recorded, and while none of another is.</summary>
    /// <param name="start">Its start, in nanoseconds.</param>
    /// <param name="end">Its end.</param>
    /// <returns>True when every recorder must halve its stretches first.</returns>
    public bool Begin(long start, long end)
    {
        var full = StretchPerWindow && _stretches.Count == IntervalLatencies.Stretches;
        if (full)
        {
            var halved = _stretches.Chunk(2).Select(two => (two[0].From, two[^1].To)).ToList();
            _stretches.Clear();
            _stretches.AddRange(halved);
        }

        if (StretchPerWindow)
        {
            (_first, _perNanosecond) = (_stretches.Count, 0);
            _stretches.Add((start, end));
        }
        else if (Parts is { } parts)
        {
            Cut(parts, start, end);
        }
        else
        {
            _stretches.Clear();
            var length = (end - start) / (double)IntervalLatencies.Stretches;
            for (var i = 0; i < IntervalLatencies.Stretches; i++)
            {
                _stretches.Add((start + (long)(i * length), start + (long)((i + 1) * length)));
            }

            (_first, _perNanosecond) = (0, 1 / Math.Max(1, length));
        }

        (_origin, _end) = (start, end);
        return full;
    }

    /// <summary>The stretch in which an exchange began.</summary>
    public int Of(long start)
    {
        if (_partStarts.Length == 0)
        {
            return Math.Clamp(_first + (int)((start - _origin) * _perNanosecond), 0, IntervalLatencies.Stretches - 1);
        }

        var (part, each) = (PartOf(start), PerPart);
        return (part * each) + Math.Clamp((int)((start - _partStarts[part]) * _partRates[part]), 0, each - 1);
    }

    /// <summary>Does an instant lie in the window that opened last?</summary>
    public bool Holds(long instant) => instant >= _origin && instant < _end;

    /// <summary>Which of <see cref="Parts"/> an instant of the window lies in.</summary>
    public int PartOf(long instant)
    {
        var part = _partStarts.Length - 1;
        while (part > 0 && instant < _partStarts[part])
        {
            part--;
        }

        return part;
    }

    private void Cut(IReadOnlyList<double> parts, long start, long end)
    {
        _stretches.Clear();
        var (starts, rates) = (new long[parts.Count], new double[parts.Count]);
        var at = (double)start;
        for (var i = 0; i < parts.Count; i++)
        {
            var length = parts[i] * (end - start) / PerPart;
            (starts[i], rates[i]) = ((long)at, 1 / Math.Max(1, length));
            for (var j = 0; j < PerPart; j++)
            {
                _stretches.Add(((long)(at + (j * length)), (long)(at + ((j + 1) * length))));
            }

            at += parts[i] * (end - start);
        }

        (_partStarts, _partRates) = (starts, rates);
    }

    /// <summary>Begin and end of each stretch, in seconds from the first window's start.</summary>
    public IReadOnlyList<(double From, double To)> Bounds() =>
        [.. _stretches.Select(one => ((one.From - _stretches[0].From) / 1e9, (one.To - _stretches[0].From) / 1e9))];
}
