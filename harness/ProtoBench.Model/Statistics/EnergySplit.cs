using System.Numerics;
using System.Runtime.InteropServices;

namespace ProtoBench.Model.Statistics;

/// <summary>
/// Where a series is best cut in two: the split with the largest energy distance between its sides (Székely and Rizzo, "Hierarchical
/// Clustering via Joint Between-Within Distances", 2005), scaled as in Matteson and James, "A Nonparametric Approach for Multiple Change
/// Point Analysis of Multivariate Data" (2014), equation 5.
/// </summary>
/// <remarks>
/// Values are whole numbers below 2^31 in magnitude, so every sum of distances is exact and the answer does not depend on the order or the
/// width of the processor's additions.
/// </remarks>
internal sealed class EnergySplit
{
    private readonly int _smallestSide;
    private readonly double[] _values;

    // For each value the sum of its distances to all others: it moves with the value and is the same in every order.
    private readonly double[] _distances;
    private readonly double _total;

    /// <param name="values">Whole numbers in the order of the series.</param>
    /// <param name="smallestSide">Values that a side must have, at least 2.</param>
    public EnergySplit(IReadOnlyList<double> values, int smallestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smallestSide, 2);
        _smallestSide = smallestSide;
        _values = [.. values];
        _distances = [.. values.Select(value => SumOfDistances(value, _values))];
        _total = _distances.Sum() / 2;
    }

    /// <summary>The first index of the right side and the distance Q; index -1 when the series is too short to be cut.</summary>
    public (int Index, double Q) Best() => Scan(enough: double.PositiveInfinity);

    /// <summary>Is there a split with at least this distance?</summary>
    public bool Reaches(double q) => Scan(enough: q).Q >= q;

    /// <summary>Brings the values into another order (Fisher and Yates, as in Durstenfeld, 1964).</summary>
    /// <param name="next">A uniform whole number from 0 to below its argument.</param>
    public void Shuffle(Func<int, int> next)
    {
        for (var i = _values.Length - 1; i > 0; i--)
        {
            var j = next(i + 1);
            (_values[i], _values[j]) = (_values[j], _values[i]);
            (_distances[i], _distances[j]) = (_distances[j], _distances[i]);
        }
    }

    // The best split, or the first one that is good enough.
    private (int Index, double Q) Scan(double enough)
    {
        var (index, best) = (-1, double.NegativeInfinity);
        var (within, between) = (0.0, 0.0);
        for (var k = 0; k < _values.Length - _smallestSide && best < enough; k++)
        {
            var toLeft = SumOfDistances(_values[k], _values.AsSpan(0, k));
            within += toLeft;
            between += _distances[k] - (2 * toLeft);
            var left = k + 1;
            if (left >= _smallestSide
                && Distance(left, _values.Length - left, within, between, _total - within - between) is var q
                && q > best)
            {
                (index, best) = (left, q);
            }
        }

        return (index, best);
    }

    private static double Distance(double left, double right, double withinLeft, double between, double withinRight) =>
        left * right / (left + right)
            * ((2 * between / (left * right)) - (2 * withinLeft / (left * (left - 1))) - (2 * withinRight / (right * (right - 1))));

    private static double SumOfDistances(double value, ReadOnlySpan<double> others)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(others);
        var (from, sums) = (new Vector<double>(value), Vector<double>.Zero);
        foreach (var vector in vectors)
        {
            sums += Vector.Abs(vector - from);
        }

        var sum = Vector.Sum(sums);
        foreach (var other in others[(vectors.Length * Vector<double>.Count)..])
        {
            sum += Math.Abs(other - value);
        }

        return sum;
    }
}
