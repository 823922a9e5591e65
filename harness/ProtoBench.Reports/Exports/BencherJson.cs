using System.Text.Json.Nodes;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// Bencher Metric Format (bencher.dev/docs/reference/bencher-metric-format): benchmark → measure → value with the ends of its interval.
/// Times are nanoseconds, as Bencher's own latency measure; rates are per second.
/// </summary>
internal static class BencherJson
{
    // Bencher's limit of a benchmark's name, in characters.
    private const int LongestName = 1024;
    private const double NanosecondsPerMicrosecond = 1000;

    public static Export Export { get; } = Export.OfRuns("bencher", "Bencher Metric Format", Of) with { FileName = "bencher.json" };

    private static string Of(RunResult run)
    {
        var benchmarks = new JsonObject();
        foreach (var figure in ExportedFigure.Of(run, ExportedFigure.All(run)))
        {
            var name = figure.Cell.Id.Length > LongestName ? figure.Cell.Id[..LongestName] : figure.Cell.Id;
            if (benchmarks[name] is not JsonObject measures)
            {
                benchmarks[name] = measures = [];
            }

            var scale = figure.Metric.Quantity is Quantity.Microseconds ? NanosecondsPerMicrosecond : 1;
            var value = new JsonObject { ["value"] = ExportedFigure.Rounded(figure.Figure.Centre, scale) };
            if (figure.Figure is { Low: { } low, High: { } high })
            {
                value["lower_value"] = ExportedFigure.Rounded(low, scale);
                value["upper_value"] = ExportedFigure.Rounded(high, scale);
            }

            measures[MeasureOf(figure.Metric)] = value;
        }

        return ExportJson.Text(benchmarks);
    }

    private static string MeasureOf(Metric metric) => Metrics.Percentiles.Contains(metric) ? "latency-" + metric.Key : metric.Key;
}
