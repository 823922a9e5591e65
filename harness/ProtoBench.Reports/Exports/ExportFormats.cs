namespace ProtoBench.Reports.Exports;

/// <summary>Every form a run can be exported in, looked up by the name users write.</summary>
internal static class ExportFormats
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("github-summary", "Markdown for GITHUB_STEP_SUMMARY", GitHubSummary.Of),
        new(
            "github-annotations",
            "workflow commands for cells that could not be measured",
            run => GitHubAnnotations.Of(CheckSuites.Of(run))),
        new("junit", "JUnit XML, one test case per cell", run => JUnitXml.Of(CheckSuites.Of(run))),
        new("github-benchmark-smaller", "github-action-benchmark, customSmallerIsBetter: latencies", GitHubBenchmarkJson.SmallerIsBetter),
        new("github-benchmark-bigger", "github-action-benchmark, customBiggerIsBetter: rates", GitHubBenchmarkJson.BiggerIsBetter),
        new("bencher", "Bencher Metric Format", BencherJson.Of),
        new("openmetrics", "OpenMetrics text for GitLab's metrics report", OpenMetricsText.Of),
        new("otlp", "OpenTelemetry metrics as OTLP/JSON", OtlpJson.Of),
    ];

    public static ExportFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
