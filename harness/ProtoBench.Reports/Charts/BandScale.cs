using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>One row per category, numbered from 0; a category lies in the middle of its row.</summary>
internal sealed class BandScale(IReadOnlyList<string> categories) : Scale
{
    public IReadOnlyList<string> Categories => categories;

    public override double Fraction(double value) => (value + 0.5) / Math.Max(1, categories.Count);

    public override bool Holds(double value) => value >= 0 && value < categories.Count;

    public override IReadOnlyList<Tick> Ticks(int atMost, Quantity quantity) =>
        [.. categories.Select((name, index) => new Tick(index, name))];
}
