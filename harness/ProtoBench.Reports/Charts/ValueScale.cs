using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>
/// Equal distances are equal factors, and the ticks are the given values themselves: for in-flight counts and payload sizes, where the
/// reader wants to find 1, 4, 16 and 64 and not 10 and 100.
/// </summary>
internal sealed class ValueScale : Scale
{
    private readonly LogScale _log;
    private readonly double[] _values;

    public ValueScale(IEnumerable<double> values)
    {
        _values = [.. values.Where(value => value > 0 && double.IsFinite(value)).Distinct().Order()];
        _log = LogScale.Over(_values);
    }

    public override double Fraction(double value) => _log.Fraction(value);

    public override bool Holds(double value) => _log.Holds(value);

    public override IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity)
    {
        var every = (_values.Length + atMost - 1) / Math.Max(1, atMost);
        return [.. _values.Where((_, index) => index % every == 0).Select(value => new Tick(value, NumberText.Tick(value, quantity)))];
    }
}
