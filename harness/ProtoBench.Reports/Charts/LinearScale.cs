using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>Equal distances are equal differences.</summary>
internal sealed class LinearScale(double start, double end) : Scale
{
    // Lengths that differ by more than this would be lines beside the longest.
    private const double MostShared = 10;

    private readonly double _start = start;
    private readonly double _end = end;

    /// <summary>A scale that begins at zero, as lengths of bars must, and ends at a round number above the values.</summary>
    public static LinearScale FromZero(IEnumerable<double> values)
    {
        var highest = values.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        return new LinearScale(0, highest > 0 ? highest * 1.04 : 1);
    }

    /// <summary>A scale from the lowest to the highest value.</summary>
    public static LinearScale Over(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        return low < high ? new LinearScale(low, high) : new LinearScale(low - 0.5, high + 0.5);
    }

    public override Scale With(Scale other) => other is LinearScale linear && IsAlike(linear)
        ? new LinearScale(Math.Min(_start, linear._start), Math.Max(_end, linear._end))
        : this;

    public override double Fraction(double value) => (value - _start) / (_end - _start);

    public override IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity)
    {
        var step = RoundStep((_end - _start) / Math.Max(1, atMost - 1), UnitOf(quantity, Math.Max(Math.Abs(_start), Math.Abs(_end))));
        var ticks = new List<Tick>();
        for (var i = Math.Ceiling(_start / step); i * step <= _end * (1 + 1e-12) && ticks.Count < atMost; i++)
        {
            ticks.Add(new Tick(i * step, NumberText.Tick(Clean(i * step), quantity)));
        }

        return ticks;
    }

    private bool IsAlike(LinearScale other) =>
        Math.Max(_end, other._end) <= MostShared * Math.Min(_end, other._end) || _end <= 0 || other._end <= 0;

    // Bytes are written with binary prefixes, in which decimal steps would be crooked (1.9531 GiB); they step in the axis's own unit.
    private static double UnitOf(Quantity quantity, double largest) =>
        quantity is Quantity.Bytes or Quantity.BytesPerSecond && largest >= 1024
        ? Math.Pow(1024, Math.Floor(Math.Log(largest, 1024)))
        : 1;

    // The smallest of 1, 2, 2.5 and 5 times a power of ten of the unit that is not below the least step.
    private static double RoundStep(double least, double unit)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least / unit)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (factor * power * unit >= least * (1 - 1e-9))
            {
                return factor * power * unit;
            }
        }

        return 10 * power * unit;
    }

    // 3 * 0.1 is 0.30000000000000004.
    private static double Clean(double value) => Math.Round(value, 12);
}
