using System.Globalization;
using System.Text.Json.Nodes;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Exports;
using ProtoBench.Tests.Foreign;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Exports;

/// <summary>The figures of a run for other programs, read back by them.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class FigureExportTests
{
    private static readonly string[] Figures = ["github-benchmark-smaller", "github-benchmark-bigger", "bencher", "openmetrics", "otlp"];

    // As the README of benchmark-action/github-action-benchmark documents its custom tools.
    private const string GitHubBenchmarkSchema =
        """
        { "$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": {
            "type": "object", "required": ["name", "unit", "value"], "additionalProperties": false,
            "properties": {
              "name": { "type": "string", "minLength": 1 }, "unit": { "enum": ["us", "1/s", "B/s"] }, "value": { "type": "number", "exclusiveMinimum": 0 },
              "range": { "type": "string", "pattern": "^± [0-9.eE+-]+$" }, "extra": { "type": "string" } } } }
        """;

    // As bencher.dev/docs/reference/bencher-metric-format documents it.
    private const string BencherSchema =
        """
        { "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "propertyNames": { "minLength": 1, "maxLength": 1024 },
          "additionalProperties": { "type": "object", "minProperties": 1, "propertyNames": { "minLength": 1, "maxLength": 64 },
            "additionalProperties": { "type": "object", "required": ["value"], "additionalProperties": false,
              "properties": { "value": { "type": "number" }, "lower_value": { "type": "number" }, "upper_value": { "type": "number" } } } } }
        """;

    public static TheoryData<string> Names => [.. SyntheticRuns.All.Keys];

    [Fact]
    public void Every_form_is_as_it_was_when_somebody_last_read_it()
    {
        foreach (var format in Figures)
        {
            Golden.Matches($"one-arm.{format}.{(format == "openmetrics" ? "txt" : "json")}", Render(format, "one-arm"));
        }

        Golden.Matches("hostile.openmetrics.txt", Render("openmetrics", "hostile"));
        Golden.Matches("bulk.github-benchmark-bigger.json", Render("github-benchmark-bigger", "bulk"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_form_renders_every_run_and_always_alike(string name) =>
        Assert.All(
            ExportCatalog.All,
            export => Assert.Equal(
                export.Render(Exportable.Of(SyntheticRuns.All[name].Value)), export.Render(Exportable.Of(SyntheticRuns.All[name].Value))));

    [ModuleFact("jsonschema", "python3-jsonschema")]
    public async Task GitHub_benchmark_and_Bencher_files_are_valid()
    {
        foreach (var name in SyntheticRuns.All.Keys)
        {
            Assert.Null(await ComplaintAsync(GitHubBenchmarkSchema, Render("github-benchmark-smaller", name)));
            Assert.Null(await ComplaintAsync(GitHubBenchmarkSchema, Render("github-benchmark-bigger", name)));
            Assert.Null(await ComplaintAsync(BencherSchema, Render("bencher", name)));
        }

        var text = Render("bencher", "one-arm");
        Assert.NotNull(await ComplaintAsync(BencherSchema, text.Replace("\"value\"", "\"valu\"", StringComparison.Ordinal)));
        Assert.NotNull(await ComplaintAsync(
            GitHubBenchmarkSchema,
            Render("github-benchmark-smaller", "one-arm").Replace("\"us\"", "\"parsec\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void GitHub_benchmark_and_Bencher_have_the_figures_of_the_run_in_their_units()
    {
        var cell = RunSummary.Of(SyntheticRuns.All["one-arm"].Value).Cells.Single();
        var smaller = JsonNode.Parse(Render("github-benchmark-smaller", "one-arm"))!.AsArray();
        var bencher = JsonNode.Parse(Render("bencher", "one-arm"))!["echo/tcp/loopback/closed-1"]!;

        Assert.Equal(["p50", "p90", "p99"], smaller.Select(entry => entry!["name"]!.GetValue<string>().Split(' ')[1]));
        Assert.Equal(cell[Metrics.P50]!.Centre, smaller[0]!["value"]!.GetValue<double>(), 0.01);
        Assert.Equal(cell[Metrics.P50]!.Centre * 1000, bencher["latency-p50"]!["value"]!.GetValue<double>(), 0.1);
        Assert.Equal(cell[Metrics.P50]!.Low!.Value * 1000, bencher["latency-p50"]!["lower_value"]!.GetValue<double>(), 0.1);
        Assert.Equal(cell[Metrics.Throughput]!.Centre, bencher["throughput"]!["value"]!.GetValue<double>(), 0.1);
    }

    [ModuleFact("prometheus_client", "python3-prometheus-client")]
    public async Task OpenMetrics_reads_back_with_names_units_and_labels()
    {
        foreach (var name in SyntheticRuns.All.Keys)
        {
            Assert.Null((await ForeignPython.AskAsync(
                "exports.py", new JsonObject { ["form"] = "openmetrics", ["text"] = Render("openmetrics", name) }))["complaint"]);
        }

        var families = await ReadAsync("openmetrics", Render("openmetrics", "hostile"));
        var samples = families[0]!["samples"]!.AsArray();
        Assert.Equal("seconds", families[0]!["unit"]!.GetValue<string>());
        Assert.Equal(5, samples.Count);
        Assert.Equal("<script>alert(1)</script>", samples[0]!["labels"]!["arm"]!.GetValue<string>());
        var p50 = RunSummary.Of(SyntheticRuns.All["hostile"].Value).Cells[0][Metrics.P50]!.Centre;
        var value = samples[0]!["value"]!.GetValue<double>();
        Assert.Equal(p50 * 1e-6, value, p50 * 1e-6 * 0.05);
        Assert.Equal(value, double.Parse(value.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), 1e-15);

        var broken = Render("openmetrics", "hostile").Replace("# EOF\n", "", StringComparison.Ordinal);
        Assert.NotNull(
            (await ForeignPython.AskAsync("exports.py", new JsonObject { ["form"] = "openmetrics", ["text"] = broken }))["complaint"]);
    }

    [ModuleFact("google.protobuf", "python3-protobuf")]
    public async Task Otlp_reads_back_as_the_protocols_messages()
    {
        foreach (var name in SyntheticRuns.All.Keys)
        {
            Assert.Null((await ForeignPython.AskAsync(
                "exports.py", new JsonObject { ["form"] = "otlp", ["text"] = Render("otlp", name) }))["complaint"]);
        }

        var run = SyntheticRuns.All["one-arm"].Value;
        var answer = await ReadAsync("otlp", Render("otlp", "one-arm"));
        var p50 = answer["metrics"]!.AsArray().Single(metric => metric!["name"]!.GetValue<string>() == "protobench.latency.p50")!;
        var point = Assert.Single(p50["points"]!.AsArray())!;

        Assert.Equal("protobench", answer["resource"]!["service.name"]!.GetValue<string>());
        Assert.Equal("1f2e3d4c", answer["resource"]!["vcs.ref.head.revision"]!.GetValue<string>());
        Assert.Equal("s", p50["unit"]!.GetValue<string>());
        Assert.Equal(RunSummary.Of(run).Cells[0][Metrics.P50]!.Centre * 1e-6, point["value"]!.GetValue<double>(), 1e-10);
        Assert.Equal("tcp", point["attributes"]!["protobench.arm"]!.GetValue<string>());
        Assert.Equal($"{run.Started.ToUnixTimeSeconds()}000000000", point["start"]!.GetValue<string>());

        var broken = Render("otlp", "one-arm").Replace("\"asDouble\"", "\"as_doubles\"", StringComparison.Ordinal);
        Assert.NotNull((await ForeignPython.AskAsync("exports.py", new JsonObject { ["form"] = "otlp", ["text"] = broken }))["complaint"]);
    }

    private static string Render(string format, string run) =>
        ExportCatalog.Find(format)!.Render(Exportable.Of(SyntheticRuns.All[run].Value));

    private static async Task<JsonNode> ReadAsync(string form, string text)
    {
        var answer = await ForeignPython.AskAsync("exports.py", new JsonObject { ["form"] = form, ["text"] = text });
        return answer["answer"] ?? throw new InvalidOperationException($"{answer["complaint"]}");
    }

    private static async Task<string?> ComplaintAsync(string schema, string text) =>
        (await ForeignPython.AskAsync(
            "exports.py",
            new JsonObject { ["form"] = "schema", ["schema"] = JsonNode.Parse(schema), ["text"] = text }))["complaint"]?.GetValue<string>();
}
