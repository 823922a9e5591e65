using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>Maps values of an axis to the fraction of its length, 0 at its start and 1 at its end.</summary>
internal abstract class Scale
{
    /// <summary>Where a value lies; outside 0 to 1 when it lies beyond the axis.</summary>
    public abstract double Fraction(double value);

    /// <summary>Can the value be drawn at all? A logarithm has no place for zero.</summary>
    public virtual bool Holds(double value) => double.IsFinite(value);

    /// <summary>At most <paramref name="atMost"/> labelled places, ascending, all within the axis.</summary>
    public abstract IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity);
}
