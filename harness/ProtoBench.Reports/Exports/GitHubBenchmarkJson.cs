using System.Globalization;
using System.Text.Json.Nodes;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// Figures for benchmark-action/github-action-benchmark's page, as its README documents customSmallerIsBetter and customBiggerIsBetter: a
/// file has one direction. Its own alert compares with the previous run alone; gate with <c>protobench history check</c> instead.
/// </summary>
internal static class GitHubBenchmarkJson
{
    /// <summary>Latencies.</summary>
    public static Export Smaller { get; } = Export.OfRuns(
        "github-benchmark-smaller",
        "github-action-benchmark, customSmallerIsBetter: latencies",
        run => Of(run, Metrics.P50, Metrics.P90, Metrics.P99)) with
    {
        FileName = "benchmark-smaller.json",
    };

    /// <summary>Rates; not those that were offered, which are no larger for being better.</summary>
    public static Export Bigger { get; } = Export.OfRuns(
        "github-benchmark-bigger",
        "github-action-benchmark, customBiggerIsBetter: rates",
        run => Of(run, Metrics.Throughput, Metrics.Goodput)) with
    {
        FileName = "benchmark-bigger.json",
    };

    private static string Of(RunResult run, params IReadOnlyList<Metric> metrics)
    {
        var entries = new JsonArray();
        foreach (var figure in ExportedFigure.Of(run, metrics).Where(figure => !figure.Metric.IsGivenBy(figure.Cell.Load)))
        {
            var entry = new JsonObject
            {
                ["name"] = $"{figure.Cell.Id} {figure.Metric.Key}",
                ["unit"] = figure.Metric.Quantity switch { Quantity.Microseconds => "us", Quantity.PerSecond => "1/s", _ => "B/s" },
                ["value"] = ExportedFigure.Rounded(figure.Figure.Centre),
            };
            if (figure.Figure is { Low: { } low, High: { } high })
            {
                entry["range"] = "± " + ExportedFigure.Rounded((high - low) / 2).ToString(CultureInfo.InvariantCulture);
            }

            entry["extra"] = $"trials={figure.Figure.Trials.Count}\nrun {run.Id}"
                + (run.Fingerprint.ToolCommit is { } commit ? $"\ncommit {commit}" : "");
            entries.Add(entry);
        }

        return ExportJson.Text(entries);
    }
}
