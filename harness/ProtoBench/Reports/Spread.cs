namespace ProtoBench.Reports;

/// <summary>What reports ask of the statistics.</summary>
internal static class Spread
{
    public static (double Centre, double? Low, double? High) Of(IReadOnlyList<double> values)
    {
        if (values.Count == 1 || values.Any(v => v <= 0))
        {
            return (values.Average(), null, null);
        }

        var logs = values.Select(v => Math.Log(v)).ToList();
        var (m, v2) = (logs.Average(), logs.Sum(x => Math.Pow(x - logs.Average(), 2)) / (logs.Count - 1));
        var h = 2.776 * Math.Sqrt(v2 / logs.Count);
        return (Math.Exp(m), Math.Exp(m - h), Math.Exp(m + h));
    }

    public static double Median(IReadOnlyList<double> values)
    {
        var s = values.Order().ToList();
        return s.Count % 2 == 1 ? s[s.Count / 2] : (s[s.Count / 2] + s[(s.Count / 2) - 1]) / 2;
    }

    public static (double Ratio, double? Low, double? High) Ratio(IReadOnlyList<double> values, IReadOnlyList<double> reference)
    {
        var (a, al, ah) = Of(values);
        var (b, bl, bh) = Of(reference);
        if (al is null || bl is null)
        {
            return (a / b, null, null);
        }

        var s = Math.Sqrt(Math.Pow(Math.Log(ah!.Value / a), 2) + Math.Pow(Math.Log(bh!.Value / b), 2));
        return (a / b, a / b * Math.Exp(-s), a / b * Math.Exp(s));
    }

    public static IReadOnlyList<bool> AmongBest(IReadOnlyList<IReadOnlyList<double>> arms, bool lower)
    {
        return [.. arms.Select((arm, i) => i == 0 || (Ratio(arm, arms[0]) is { Low: { } l, High: { } h } && l <= 1 && h >= 1))];
    }
}
