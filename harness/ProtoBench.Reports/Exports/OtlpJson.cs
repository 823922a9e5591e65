using System.Text.Json.Nodes;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// An ExportMetricsServiceRequest of the OpenTelemetry protocol as JSON (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding": names
/// in lowerCamelCase, 64-bit integers as text): what a collector's otlpjsonfile receiver reads and its /v1/metrics takes. Gauges in base
/// units, one point a cell.
/// </summary>
internal static class OtlpJson
{
    public static Export Export { get; } =
        Export.OfRuns("otlp", "OpenTelemetry metrics as OTLP/JSON", Of) with { FileName = "otlp.json" };

    private static string Of(RunResult run)
    {
        var start = Nanoseconds(run.Started);
        var end = Nanoseconds(run.Trials.Select(trial => trial.Started.AddSeconds(trial.Seconds)).DefaultIfEmpty(run.Started).Max());
        var metrics = new JsonArray();
        foreach (var group in ExportedFigure.Of(run, ExportedFigure.All(run))
            .GroupBy(figure => figure.Metric))
        {
            var (unit, scale) = UnitOf(group.Key);
            var points = new JsonArray();
            foreach (var figure in group)
            {
                points.Add(new JsonObject
                {
                    ["attributes"] = Attributes(
                        ("protobench.cell", figure.Cell.Id),
                        ("protobench.workload", figure.Cell.Workload.Name),
                        ("protobench.arm", figure.Cell.Arm.Label),
                        ("protobench.link", figure.Cell.Crosses),
                        ("protobench.load", figure.Cell.Load.Name)),
                    ["startTimeUnixNano"] = start,
                    ["timeUnixNano"] = end,
                    ["asDouble"] = ExportedFigure.Rounded(figure.Figure.Centre, scale),
                });
            }

            metrics.Add(new JsonObject
            {
                ["name"] = NameOf(group.Key),
                ["description"] = $"{group.Key.Title}, centre over trials",
                ["unit"] = unit,
                ["gauge"] = new JsonObject { ["dataPoints"] = points },
            });
        }

        return ExportJson.Text(new JsonObject
        {
            ["resourceMetrics"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = ResourceOf(run) },
                ["scopeMetrics"] = new JsonArray(new JsonObject
                {
                    ["scope"] = new JsonObject { ["name"] = "protobench", ["version"] = run.Fingerprint.ToolVersion },
                    ["metrics"] = metrics,
                }),
            }),
        });
    }

    // Names of OpenTelemetry's semantic conventions where they have one.
    private static JsonArray ResourceOf(RunResult run) => Attributes(
    [
        ("service.name", "protobench"),
        ("service.version", run.Fingerprint.ToolVersion),
        ("os.description", run.Fingerprint.OperatingSystem),
        ("os.version", run.Fingerprint.Kernel),
        ("host.cpu.model.name", run.Fingerprint.CpuModel),
        ("process.runtime.description", run.Fingerprint.Runtime),
        ("protobench.run", run.Id),
        ("protobench.scenario", run.Plan.Scenario.Name),
        .. RunEnvironment.Fields(run).Select(field => ("protobench." + field.Key.Replace(' ', '.'), field.Value)),
        .. run.Fingerprint.ToolCommit is { } commit ? [("vcs.ref.head.revision", commit)] : Array.Empty<(string, string)>(),
    ]);

    private static JsonArray Attributes(params IReadOnlyList<(string Key, string Value)> pairs) =>
    [
        .. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = new JsonObject { ["stringValue"] = pair.Value } }),
    ];

    private static string NameOf(Metric metric) =>
        "protobench." + (Metrics.Percentiles.Contains(metric)
            ? "latency." + metric.Key.Replace(".", "_", StringComparison.Ordinal)
            : metric.Key.Replace('-', '.'));

    private static (string Unit, double Scale) UnitOf(Metric metric) => metric.Quantity switch
    {
        Quantity.Microseconds => ("s", 1e-6),
        Quantity.PerSecond when metric != Metrics.Throughput => ("1/s", 1),
        Quantity.PerSecond => ("{exchange}/s", 1),
        Quantity.BytesPerSecond => ("By/s", 1),
        _ => ("By", 1),
    };

    private static string Nanoseconds(DateTimeOffset time) => $"{(time - DateTimeOffset.UnixEpoch).Ticks * 100}";
}
