using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Words that verdicts are made of.</summary>
internal static class VerdictWords
{
    public static string Deed(Metric metric) => metric.Key switch
    {
        "p50" => "answered fastest",
        "p90" or "p99" => "had the shortest tail",
        "goodput" => "moved the most data",
        _ when metric.LowerIsBetter => "was fastest",
        _ => "carried the most",
    };

    public static string Compared(Metric metric) => metric.LowerIsBetter ? "takes" : "reaches";

    public static string As(Metric metric) => metric.LowerIsBetter ? "as long" : "of that";

    public static string Superlative(Metric metric) => metric.SamplesNeeded > 0 ? $"lowest {metric.Key}"
        : $"{(metric.LowerIsBetter ? "lowest" : "highest")} {metric.Title}";

    /// <summary>For example <c>p50 19.2 µs (95 % CI 18.9–19.5 µs)</c>.</summary>
    public static string Value(Figure figure) => (figure.Metric.SamplesNeeded > 0 ? figure.Metric.Key + " " : "") + Amount(figure);

    public static string Amount(Figure figure) =>
        $"{figure.Text} ({figure.IntervalClause})";

    public static string Factor(RankedArm arm) => RatioText.Of(arm.Ratio, arm.RatioLow, arm.RatioHigh);

    /// <summary>For example <c>http2, whose p50 of 60.3 µs has a 95 % interval of 20.1–181 µs, a factor of 9.0</c>.</summary>
    public static string Noise(string arm, Figure figure) =>
        figure.IsBounded
            ? $"{arm}, whose {figure.Metric.Key} of {figure.Text} has a 95 % interval of {figure.IntervalText}, a factor of "
                + $"{NumberText.Of(figure.IntervalFactor!.Value, Quantity.Factor).TrimEnd('×')}"
            : $"{arm}, whose {figure.Metric.Key} of {figure.Text} has no useful interval ({figure.IntervalText})";

    public static string List(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : string.Join(", ", names.SkipLast(1)) + " and " + names[^1];

    public static string Are(int count) => count == 1 ? "is" : "are";
}
