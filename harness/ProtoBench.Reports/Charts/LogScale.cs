using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>Equal distances are equal factors. Zero and negative values have no place on it.</summary>
internal sealed class LogScale(double start, double end) : Scale
{
    private readonly double _start = start;
    private readonly double _end = end;
    private readonly double _logStart = Math.Log10(start);
    private readonly double _logLength = Math.Log10(end) - Math.Log10(start);

    /// <summary>Beyond it the axis has room for what is no value of it, and no ticks; null, the default: ticks everywhere.</summary>
    public double? LastTick { get; init; }

    private double TickEnd => LastTick ?? _end;

    /// <summary>From a little under the smallest to a little over the largest positive value; at least a factor of 1.5 wide.</summary>
    public static LogScale Over(IEnumerable<double> values)
    {
        var positive = values.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).ToList();
        var (low, high) = (Math.Log10(positive.Min()), Math.Log10(positive.Max()));
        var missing = Math.Max(0, Math.Log10(1.5) - (high - low));
        var margin = (missing / 2) + (0.05 * (high - low));
        return new LogScale(Math.Pow(10, low - margin), Math.Pow(10, high + margin));
    }

    public override double Fraction(double value) => (Math.Log10(value) - _logStart) / _logLength;

    // Room beyond the last tick is at the end of its own axis.
    public override Scale With(Scale other) => other is LogScale { LastTick: null } log && LastTick is null
        ? new LogScale(Math.Min(_start, log._start), Math.Max(_end, log._end))
        : this;

    public override bool Holds(double value) => value > 0 && double.IsFinite(value);

    public override IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity)
    {
        if (quantity is Quantity.Bytes or Quantity.BytesPerSecond)
        {
            return PowersOfTwo(atMost, quantity);
        }

        foreach (var factors in (ReadOnlySpan<double[]>)[[1, 1.5, 2, 3, 4, 5, 7], [1, 2, 5], [1, 3], [1]])
        {
            var ticks = InDecades(factors, 1, quantity);
            if (ticks.Count <= atMost)
            {
                // Under about one decade the decades' own steps leave one lonely label; round linear steps say more.
                return ticks.Count >= 3 ? ticks : new LinearScale(_start, TickEnd).Ticks(Math.Min(atMost, 5), quantity);
            }
        }

        var every = 2;
        while (InDecades([1], every, quantity).Count > atMost)
        {
            every++;
        }

        return InDecades([1], every, quantity);
    }

    // Sizes are powers of two, and so are the round numbers of their units.
    private IReadOnlyList<Tick> PowersOfTwo(int atMost, Quantity quantity)
    {
        var (first, last) = ((int)Math.Ceiling(Math.Log2(_start) - 1e-9), (int)Math.Floor(Math.Log2(TickEnd) + 1e-9));
        var every = 1 + (Math.Max(0, last - first) / Math.Max(1, atMost));
        List<Tick> ticks = [];
        for (var power = first; power <= last; power++)
        {
            if (power % every == 0)
            {
                ticks.Add(new Tick(Math.Pow(2, power), NumberText.Tick(Math.Pow(2, power), quantity)));
            }
        }

        return ticks.Count >= 2 ? ticks : new LinearScale(_start, TickEnd).Ticks(Math.Min(atMost, 5), quantity);
    }

    private List<Tick> InDecades(double[] factors, int every, Quantity quantity)
    {
        var ticks = new List<Tick>();
        for (var decade = (int)Math.Floor(_logStart); Math.Pow(10, decade) <= TickEnd; decade++)
        {
            if (decade % every != 0)
            {
                continue;
            }

            foreach (var factor in factors)
            {
                var value = factor * Math.Pow(10, decade);
                if (value >= _start * (1 - 1e-9) && value <= TickEnd * (1 + 1e-9))
                {
                    ticks.Add(new Tick(value, NumberText.Tick(value, quantity)));
                }
            }
        }

        return ticks;
    }
}
