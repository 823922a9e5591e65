using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Model.Searches;

/// <summary>The rates that a search looks at: each a step above the one below, so that errors are shares wherever they are.</summary>
internal static class RateGrid
{
    /// <summary>Ascending, from the lowest to the highest; each with four digits, so that it can be said and asked for again.</summary>
    public static IReadOnlyList<double> Of(RateSearch search)
    {
        var rates = new List<double> { search.From };
        for (var rate = search.From * (1 + search.Step); rate < search.To; rate *= 1 + search.Step)
        {
            if (Rounded(rate) is var next && next > rates[^1] && next < search.To)
            {
                rates.Add(next);
            }
        }

        if (search.To > rates[^1])
        {
            rates.Add(search.To);
        }

        return rates;
    }

    private static double Rounded(double rate)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rate)) - 3);

        // 1.2e-3 × 1000 is not 1.2 in binary; a decimal is.
        return (double)(Math.Round((decimal)(rate / unit)) * (decimal)unit);
    }
}
