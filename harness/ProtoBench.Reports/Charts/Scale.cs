using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>Maps values of an axis to the fraction of its length, 0 at its start and 1 at its end.</summary>
internal abstract class Scale
{
    /// <summary>Where a value lies; outside 0 to 1 when it lies beyond the axis.</summary>
    public abstract double Fraction(double value);

    /// <summary>Can the value be drawn at all? A logarithm has no place for zero.</summary>
    public virtual bool Holds(double value) => double.IsFinite(value);

    /// <summary>
    /// A scale of the same kind that holds this one and <paramref name="other"/>; this one where they are of different kinds, or of a kind
    /// whose charts have nothing to share.
    /// </summary>
    public virtual Scale With(Scale other) => this;

    /// <summary>At most <paramref name="atMost"/> labelled places, ascending, all within the axis.</summary>
    public abstract IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity);
}
