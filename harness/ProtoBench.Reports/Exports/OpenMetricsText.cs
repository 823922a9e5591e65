using System.Globalization;
using System.Text;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// OpenMetrics 1.0 text for GitLab's metrics report (docs.gitlab.com/ci/testing/metrics_reports) and Prometheus' readers. GitLab compares
/// values as text, so they have two significant digits and there are few of them: with more, every merge request would show every one as
/// changed.
/// </summary>
internal static class OpenMetricsText
{
    private static readonly IReadOnlyList<(Metric Metric, string Name, string Unit, double Scale)> Families =
    [
        (Metrics.P50, "protobench_latency_p50_seconds", "seconds", 1e-6),
        (Metrics.P99, "protobench_latency_p99_seconds", "seconds", 1e-6),
        (Metrics.Throughput, "protobench_throughput_exchanges_per_second", "exchanges_per_second", 1),
        (Metrics.Goodput, "protobench_goodput_bytes_per_second", "bytes_per_second", 1),
    ];

    public static Export Export { get; } =
        Export.OfRuns("openmetrics", "OpenMetrics text for GitLab's metrics report", Of) with { FileName = "metrics.txt" };

    private static string Of(RunResult run)
    {
        var text = new StringBuilder();
        foreach (var (metric, name, unit, scale) in Families.Concat(Metrics.Own(run.Plan.Scenario.Workloads).Select(FamilyOf)))
        {
            var figures = ExportedFigure.Of(run, metric);
            if (figures.Count == 0)
            {
                continue;
            }

            text.Append($"# TYPE {name} gauge\n# UNIT {name} {unit}\n# HELP {name} {Text(metric.Title)}, centre over trials.\n");
            foreach (var (cell, figure) in figures)
            {
                text.Append(
                    $"{name}{{workload=\"{Text(cell.Workload.Name)}\",arm=\"{Text(
                        cell.Arm.Label)}\",link=\"{Text(cell.Crosses)}\",load=\"{Text(cell.Load.Name)}\"}} ");
                text.Append(TwoDigits(figure.Centre * scale)).Append('\n');
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    // Base units, as the specification asks for, and the unit at the end of the name.
    private static (Metric Metric, string Name, string Unit, double Scale) FamilyOf(Metric metric)
    {
        var (unit, scale) = metric.Quantity switch
        {
            Quantity.Microseconds => ("seconds", 1e-6),
            Quantity.BytesPerSecond => ("bytes_per_second", 1),
            Quantity.Bytes => ("bytes", 1),
            _ => ("per_second", 1.0),
        };
        return (metric, $"protobench_{metric.Key.Replace('-', '_')}_{unit}", unit, scale);
    }

    private static string TwoDigits(double value) =>
        decimal.Parse(value.ToString("E1", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
            .ToString("0.##################", CultureInfo.InvariantCulture);

    // The escapes of the specification; other control characters are legal but end a line in some readers.
    private static string Text(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            escaped.Append(character switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '\n' => "\\n",
                _ when char.IsControl(character) => "\uFFFD",
                _ => $"{character}",
            });
        }

        return escaped.ToString();
    }
}
