using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.LoadShapes;

namespace ProtoBench.Load.Loops;

/// <summary>Starts at a rate that changes over time: evenly spaced under it, or a Poisson process of it.</summary>
/// <param name="law">Constant: the i-th start (from 0) is when i have come under the curve, so nothing drifts.</param>
/// <param name="curve">The rate; there are no starts behind it.</param>
/// <param name="seed">Equal seeds give equal starts.</param>
internal sealed class CurveArrivals(ArrivalLaw law, RateCurve curve, ulong seed) : IArrivals
{
    private readonly SeededRandom _random = new(seed);
    private long _issued;
    private double _arrivals;

    public long Next()
    {
        _arrivals = law == ArrivalLaw.Constant ? _issued++ : _arrivals - Math.Log(_random.NextPositive());
        var seconds = curve.When(_arrivals);
        return double.IsFinite(seconds) ? (long)Math.Round(seconds * 1e9) : IArrivals.Never;
    }
}
