using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>Things in their order, numbered from 1; each has equal room, and only whole numbers are ticks.</summary>
/// <param name="count">How many, at least 1.</param>
internal sealed class CountingScale(int count) : Scale
{
    private readonly LinearScale _linear = new(0.5, count + 0.5);

    public override double Fraction(double value) => _linear.Fraction(value);

    public override IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity) =>
        [.. _linear.Ticks(Math.Max(atMost, 2), quantity).Where(tick => tick.Value == Math.Floor(tick.Value))];
}
