using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Loops;

/// <summary>
/// The intended starts of an open loop, in nanoseconds since the loop's start, ascending and without end. It knows no clock: whoever walks
/// it waits for each instant, and nothing a server does moves a later one.
/// </summary>
internal sealed class ArrivalSchedule : IArrivals
{
    private const double NanosecondsPerSecond = 1e9;

    private readonly ArrivalLaw _law;
    private readonly double _rate;
    private readonly ulong _seed;
    private readonly SeededRandom _random;
    private long _issued;
    private double _elapsed;

    /// <param name="law">Constant: the i-th start (from 0) is exactly i/rate, so nothing drifts. Poisson: gaps are exponential with mean
    /// 1/rate, the first one before the first start.</param>
    /// <param name="rate">Starts per second, above 0 and at most 1e9.</param>
    /// <param name="seed">Equal seeds give equal schedules. Constant arrivals do not use it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the law is not one of those.</exception>
    public ArrivalSchedule(ArrivalLaw law, double rate, ulong seed)
    {
        if (!(rate > 0 && rate <= NanosecondsPerSecond))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is above 0 and at most 1e9 starts per second.");
        }

        if (law is not (ArrivalLaw.Constant or ArrivalLaw.Poisson))
        {
            throw new ArgumentOutOfRangeException(nameof(law), law, "Arrivals are constant or Poisson.");
        }

        (_law, _rate, _seed, _random) = (law, rate, seed, new SeededRandom(seed));
    }

    /// <summary>The same schedule from its first start on, however far this one has been walked.</summary>
    public ArrivalSchedule Restarted() => new(_law, _rate, _seed);

    /// <summary>The next intended start.</summary>
    public long Next() => _law == ArrivalLaw.Constant ? NextConstant() : NextPoisson();

    // Multiplied first and divided once: a sum of rounded gaps would drift by up to half a nanosecond an arrival.
    private long NextConstant() => (long)Math.Round(_issued++ * NanosecondsPerSecond / _rate);

    // Inverse transform: −ln U is exponential with mean 1 for U uniform on (0, 1]. The running sum keeps its fraction, so rounding to whole
    // nanoseconds moves single starts but never adds up.
    private long NextPoisson()
    {
        _elapsed -= Math.Log(_random.NextPositive()) * (NanosecondsPerSecond / _rate);
        return (long)Math.Round(_elapsed);
    }
}
