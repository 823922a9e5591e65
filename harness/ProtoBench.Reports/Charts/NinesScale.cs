using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>
/// Percentiles by their number of nines, x = −log10(1 − q): 90, 99 and 99.9 are equally far apart, so the tail gets as much room as the
/// body. HdrHistogram's plots use the same axis.
/// </summary>
/// <param name="highest">The last quantile on the axis, at least 0.5 and below 1.</param>
internal sealed class NinesScale(double highest) : Scale
{
    private readonly double _length = Nines(Math.Max(highest, 0.5));

    public override double Fraction(double value) => Nines(value) / _length;

    public override bool Holds(double value) => value is >= 0 and < 1;

    public override IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity)
    {
        var ticks = new List<Tick> { new(0, "0") };
        foreach (var quantile in (ReadOnlySpan<double>)[0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999])
        {
            if (Fraction(quantile) <= 1 + 1e-9 && ticks.Count < atMost)
            {
                ticks.Add(new Tick(quantile, NumberText.Tick(quantile, Quantity.Percentile)));
            }
        }

        return ticks;
    }

    /// <summary>Quantiles that make a smooth curve on this axis: <paramref name="perDecade"/> between each two nines.</summary>
    public static IEnumerable<double> Quantiles(double highest, int perDecade)
    {
        var steps = (int)Math.Floor((Nines(highest) * perDecade) + 1e-9);
        for (var i = 0; i <= steps; i++)
        {
            yield return 1 - Math.Pow(10, -(double)i / perDecade);
        }
    }

    private static double Nines(double quantile) => -Math.Log10(1 - quantile);
}
