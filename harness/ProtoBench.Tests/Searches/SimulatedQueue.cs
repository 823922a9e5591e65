using ProtoBench.Model.Randomness;

namespace ProtoBench.Tests.Searches;

/// <summary>
/// One server that works on one exchange after the other, each for the same time, and arrivals by chance (M/D/1) or evenly (D/D/1): what an
/// open loop on one connection with server work is.
/// </summary>
internal static class SimulatedQueue
{
    /// <summary>A percentile of the response times of one trial, in the unit of <paramref name="service"/> (seconds).</summary>
    /// <param name="rate">Arrivals per second.</param>
    /// <param name="service">Seconds of each exchange.</param>
    /// <param name="window">Seconds that are measured, after half a second of warm-up.</param>
    /// <param name="quantile">From 0 to 1.</param>
    /// <param name="random">Of this trial; null for even arrivals.</param>
    public static double Percentile(double rate, double service, double window, double quantile, SeededRandom? random)
    {
        var times = Times(rate, service, window, random);
        times.Sort();
        return times[(int)(quantile * times.Count)];
    }

    /// <summary>The mean response time of one trial, in seconds.</summary>
    public static double Mean(double rate, double service, double window, SeededRandom random) =>
        Times(rate, service, window, random).Average();

    private static List<double> Times(double rate, double service, double window, SeededRandom? random)
    {
        const double WarmUp = 0.5;
        var (now, left) = (0.0, 0.0);
        var times = new List<double>();
        while (now < window + WarmUp)
        {
            var gap = random is null ? 1 / rate : -Math.Log(random.NextPositive()) / rate;
            now += gap;

            // Lindley 1952: who comes waits for the work that is left, to which he adds his own.
            left = Math.Max(0, left - gap) + service;
            if (now > WarmUp)
            {
                times.Add(left);
            }
        }

        return times;
    }

    /// <summary>The same for arrivals that are known, at a queue that is empty before the first.</summary>
    /// <param name="starts">Seconds, ascending.</param>
    /// <param name="service">Seconds of each exchange.</param>
    /// <param name="quantile">From 0 to 1.</param>
    public static double Percentile(IEnumerable<double> starts, double service, double quantile)
    {
        var (left, last) = (0.0, 0.0);
        var times = new List<double>();
        foreach (var start in starts)
        {
            left = Math.Max(0, left - (start - last)) + service;
            last = start;
            times.Add(left);
        }

        times.Sort();
        return times[(int)(quantile * times.Count)];
    }

    /// <summary>
    /// Share of exchanges of M/D/1 that wait at most <paramref name="time"/> (Crommelin, Post Office Electrical Engineers' Journal 1932).
    /// </summary>
    public static double ShareWaitingAtMost(double time, double rate, double service)
    {
        var sum = 0.0;
        var factorial = 1.0;
        for (var k = 0; k * service <= time; k++)
        {
            factorial *= Math.Max(1, k);
            var u = rate * (time - (k * service));
            sum += Math.Pow(-u, k) / factorial * Math.Exp(u);
        }

        return (1 - (rate * service)) * sum;
    }

    /// <summary>The rate at which the percentile of the response times of M/D/1 is exactly the limit.</summary>
    public static double Knee(double limit, double quantile, double service)
    {
        var (low, high) = (0.0, 1 / service);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = ShareWaitingAtMost(limit - service, middle, service) >= quantile ? (middle, high) : (low, middle);
        }

        return low;
    }
}
