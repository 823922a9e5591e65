namespace ProtoBench.Model.Measurements;

/// <summary>
/// Tells in which stretch an exchange began. A single window is cut into fifty; of many short ones, as slices are, each is a stretch, and
/// when there are more than fifty, neighbours become one.
/// </summary>
internal sealed class IntervalClock
{
    private readonly List<(long From, long To)> _stretches = [];
    private long _origin;
    private double _perNanosecond;
    private int _first;

    /// <summary>Each window is one stretch. Set before the first opens. Default false.</summary>
    public bool StretchPerWindow { get; set; }

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

        _origin = start;
        return full;
    }

    /// <summary>The stretch in which an exchange began.</summary>
    public int Of(long start) =>
        Math.Clamp(_first + (int)((start - _origin) * _perNanosecond), 0, IntervalLatencies.Stretches - 1);

    /// <summary>Begin and end of each stretch, in seconds from the first window's start.</summary>
    public IReadOnlyList<(double From, double To)> Bounds() =>
        [.. _stretches.Select(one => ((one.From - _stretches[0].From) / 1e9, (one.To - _stretches[0].From) / 1e9))];
}
