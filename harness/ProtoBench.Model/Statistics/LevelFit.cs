namespace ProtoBench.Model.Statistics;

/// <summary>
/// The stretches of equal level that describe a series best: least squares, with a price for every stretch, by optimal partitioning
/// (Jackson et al., "An Algorithm for Optimal Partitioning of Data on an Interval", 2005). Unlike cutting in two again and again it sees
/// all stretches at once, so no incident hides a change behind it.
/// </summary>
internal static class LevelFit
{
    // Schwarz's criterion asks for 2, one for the place and one for the level (Yao, "Estimating the Number of Change-Points via Schwarz'
    // Criterion", 1988). Outliers in pairs and a noise estimate from 20 points need more: in simulation of flat series with 5 % noise, 3
    // let 10 % alarm and 7 let 2 %, while steps of five deviations are found as soon.
    private const double PriceOfStretch = 7;

    /// <summary>First index of each stretch, 0 among them. In O(n²).</summary>
    /// <param name="logs">Of at least one value.</param>
    /// <param name="deviation">Standard deviation of the noise, above 0.</param>
    public static IReadOnlyList<int> Starts(IReadOnlyList<double> logs, double deviation)
    {
        var price = PriceOfStretch * Math.Log(logs.Count) * deviation * deviation;
        var (sums, squares) = Sums(logs);
        var cheapest = new double[logs.Count + 1];
        var begins = new int[logs.Count + 1];
        for (var end = 1; end <= logs.Count; end++)
        {
            cheapest[end] = double.PositiveInfinity;
            for (var begin = 0; begin < end; begin++)
            {
                var sum = sums[end] - sums[begin];
                var cost = cheapest[begin] + price + (squares[end] - squares[begin] - (sum * sum / (end - begin)));
                if (cost < cheapest[end])
                {
                    (cheapest[end], begins[end]) = (cost, begin);
                }
            }
        }

        var starts = new List<int>();
        for (var end = logs.Count; end > 0; end = begins[end])
        {
            starts.Add(begins[end]);
        }

        starts.Reverse();
        return starts;
    }

    // Sums over the first so many values, taken from the first one: differences of large sums lose digits.
    private static (double[] Sums, double[] Squares) Sums(IReadOnlyList<double> logs)
    {
        var (sums, squares) = (new double[logs.Count + 1], new double[logs.Count + 1]);
        for (var i = 0; i < logs.Count; i++)
        {
            var value = logs[i] - logs[0];
            (sums[i + 1], squares[i + 1]) = (sums[i] + value, squares[i] + (value * value));
        }

        return (sums, squares);
    }
}
