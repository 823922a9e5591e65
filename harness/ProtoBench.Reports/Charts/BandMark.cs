using ProtoBench.Model.Measurements;

namespace ProtoBench.Reports.Charts;

/// <summary>A filled interval along x.</summary>
internal sealed record BandMark : Mark
{
    public required IReadOnlyList<BandPoint> Points { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => Points.Any(point => Holds(point, x, y));

    internal static bool Holds(BandPoint point, Scale x, Scale y) => x.Holds(point.X) && y.Holds(point.Low) && y.Holds(point.High);
}
