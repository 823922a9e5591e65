namespace ProtoBench.Model.Statistics;

/// <summary>
/// The knee of a curve of response times: the rate at which power, rate divided by mean response time, is greatest. A line from the origin
/// touches the curve there; beyond it waiting grows by a larger share than throughput (Kleinrock, "Power and deterministic rules of thumb
/// for probabilistic problems in computer communications", ICC 1979). Of M/D/1 it lies at 2 − √2 of the server's capacity, of M/M/1 at
/// half.
/// </summary>
internal static class PowerKnee
{
    /// <summary>Points that are needed: a parabola through three says nothing about its own fit.</summary>
    public const int LeastPoints = 4;

    /// <summary>
    /// Points may lie this far from the fitted curve, as a share of its height without load. Beyond it the response times follow no queue:
    /// over 300 simulated sweeps of M/D/1 (six rates from 30 % to 80 %, 3 s, mean of three trials) the furthest lay 5 % off.
    /// </summary>
    public const double MostResidual = 0.15;

    /// <summary>
    /// The knee of some points, in any order; null where it is not among their rates. One over the response time is fitted by a parabola:
    /// that of M/M/1 is a straight line and that of M/D/1 nearly one, while power itself is too flat at its top for its noise.
    /// </summary>
    /// <param name="points">Rates, per second, and mean response times in any one unit; all positive.</param>
    public static KneeFit Of(IReadOnlyList<(double Rate, double Response)> points)
    {
        if (points.Select(point => point.Rate).Distinct().Count() < LeastPoints)
        {
            return new KneeFit(KneeEnd.TooFew, null);
        }

        var (most, slow) = (points.Max(point => point.Rate), points.Min(point => point.Response));
        var scaled = points.Select(point => (X: point.Rate / most, Y: slow / point.Response)).ToList();
        var (a, b, c) = Parabola(scaled);
        if (scaled.Max(point => Math.Abs(point.Y - (a + (point.X * (b + (point.X * c)))))) > MostResidual)
        {
            return new KneeFit(KneeEnd.NoCurve, null);
        }

        // Power is x(a + bx + cx²): its slope a + 2bx + 3cx² is 0 at the knee, positive before and negative beyond it.
        double Slope(double x) => a + (x * ((2 * b) + (x * 3 * c)));
        var (low, high) = (scaled.Min(point => point.X), 1.0);
        if (Slope(low) <= 0)
        {
            return new KneeFit(KneeEnd.Below, null);
        }

        if (Slope(high) >= 0)
        {
            return new KneeFit(KneeEnd.Above, null);
        }

        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Slope(middle) > 0 ? (middle, high) : (low, middle);
        }

        return new KneeFit(KneeEnd.Found, low * most);
    }

    // Least squares: the three normal equations, by Cramer's rule. x lies between 0 and 1, so that they are well conditioned enough.
    private static (double A, double B, double C) Parabola(List<(double X, double Y)> points)
    {
        var s = Enumerable.Range(0, 5).Select(power => points.Sum(point => Math.Pow(point.X, power))).ToArray();
        var t = Enumerable.Range(0, 3).Select(power => points.Sum(point => point.Y * Math.Pow(point.X, power))).ToArray();
        var whole = Determinant(s[0], s[1], s[2], s[1], s[2], s[3], s[2], s[3], s[4]);
        return (
            Determinant(t[0], s[1], s[2], t[1], s[2], s[3], t[2], s[3], s[4]) / whole,
            Determinant(s[0], t[0], s[2], s[1], t[1], s[3], s[2], t[2], s[4]) / whole,
            Determinant(s[0], s[1], t[0], s[1], s[2], t[1], s[2], s[3], t[2]) / whole);
    }

    private static double Determinant(double a, double b, double c, double d, double e, double f, double g, double h, double i) =>
        (a * ((e * i) - (f * h))) - (b * ((d * i) - (f * g))) + (c * ((d * h) - (e * g)));
}

/// <summary>A knee, or why there is none.</summary>
/// <param name="End">What was found.</param>
/// <param name="Rate">Per second; null unless found.</param>
internal readonly record struct KneeFit(KneeEnd End, double? Rate);

/// <summary>How the look for a knee ended.</summary>
internal enum KneeEnd
{
    Found,

    /// <summary>Fewer rates than are needed.</summary>
    TooFew,

    /// <summary>The response times do not follow one curve.</summary>
    NoCurve,

    /// <summary>Already the lowest rate is beyond it.</summary>
    Below,

    /// <summary>The highest rate is not yet there.</summary>
    Above,
}
