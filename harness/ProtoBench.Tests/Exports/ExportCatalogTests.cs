using System.Text.RegularExpressions;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Exports;
using ProtoBench.Tests.Architecture;
using ProtoBench.Tests.History;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Exports;

/// <summary>An export is a file of its folder and one line of the catalog; commands and documents read that.</summary>
public sealed class ExportCatalogTests
{
    private static readonly Dictionary<ExportedKind, Func<Exportable>> Found = new()
    {
        [ExportedKind.Run] = () => Exportable.Of(SyntheticRuns.All["one-arm"].Value),
        [ExportedKind.Comparison] = () => Exportable.Of(InventedComparison.Report()),
        [ExportedKind.Gate] = () => Exportable.Of(InventedComparison.Gate()),
        [ExportedKind.History] = () => Exportable.Of(
            HistoryReport.Of("s", InventedHistory.Content(InventedHistory.Step(30, 8, 1.1)), HistorySeriesBuilder.Watched)),
    };

    [Fact]
    public void The_readme_has_the_table_of_exports() => Golden.Table(
        Path.Combine(SourceFolder.Root, "results", "README.md"),
        "| form | what it is | made of | file | also asked for with |",
        ExportCatalog.All.Select(export =>
            $"| `{export.Name}` | {export.Description} | {MadeOf(export)} | "
                + $"{(export.FileName is { } file ? $"`{file}`{(export.Appends ? ", added to" : "")}" : "none: it is printed")} | "
                + $"{(export.Flag is { } flag ? $"`{flag.Name}`" : "")} |").Prepend("|---|---|---|---|---|"));

    [Fact]
    public void Exports_have_names_files_and_options_of_their_own()
    {
        Assert.Distinct(ExportCatalog.All.Select(export => export.Name));
        Assert.Distinct(ExportCatalog.All.Select(export => export.FileName).OfType<string>());
        Assert.Distinct(ExportCatalog.All.Select(export => export.Flag?.Name).OfType<string>());
        Assert.All(ExportCatalog.All, export => Assert.Same(export, ExportCatalog.Find(export.Name)));
    }

    [Fact]
    public void No_file_outside_the_exports_names_one()
    {
        var words = ExportCatalog.All.SelectMany(export => new[] { export.Name, export.Flag?.Name }).OfType<string>().Select(Regex.Escape);
        var literal = new Regex($"\"({string.Join('|', words)})\"");
        var naming = House.Floors.SelectMany(House.SourcesOf).Where(source => literal.IsMatch(File.ReadAllText(source.File)))
            .Select(source => Path.GetRelativePath(SourceFolder.Root, source.File)).ToList();

        Assert.True(naming.Count >= ExportCatalog.All.Count - 1, string.Join(", ", naming));
        Assert.All(naming, file => Assert.StartsWith("harness/ProtoBench.Reports/Exports/", file, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_export_is_made_of_all_that_it_takes_and_of_nothing_else()
    {
        Assert.Equal(Enum.GetValues<ExportedKind>(), Found.Keys.Order());
        foreach (var export in ExportCatalog.All)
        {
            foreach (var (kind, found) in Found)
            {
                if (export.Takes.Contains(kind))
                {
                    Assert.NotNull(export.Render(found()));
                }
                else
                {
                    Assert.Throws<ArgumentException>(() => export.Render(found()));
                }
            }
        }
    }

    [Fact]
    public void Findings_keep_their_checks()
    {
        Assert.All(Found, found => Assert.Equal(found.Key, found.Value().Kind));
        Assert.All(Found, found => Assert.NotEmpty(found.Value().Checks.Checks));
        Assert.Equal(CheckSuites.Of(InventedComparison.Gate()).Checks, Found[ExportedKind.Gate]().Checks.Checks);
    }

    [Fact]
    public void Figures_that_only_one_kind_of_workload_has_are_exported_and_can_be_watched()
    {
        var run = Duplex();
        string Text(string form) => ExportCatalog.Find(form)!.Render(Exportable.Of(run));

        Assert.Contains("# TYPE protobench_goodput_down_bytes_per_second gauge\n", Text("openmetrics"), StringComparison.Ordinal);
        Assert.Contains(
            "# UNIT protobench_goodput_down_bytes_per_second bytes_per_second\n", Text("openmetrics"), StringComparison.Ordinal);
        Assert.Contains("\"protobench.goodput.up\"", Text("otlp"), StringComparison.Ordinal);
        Assert.Contains("\"goodput-up\"", Text("bencher"), StringComparison.Ordinal);
        Assert.Contains("goodput-down", HistorySeriesBuilder.All.Select(metric => metric.Key));
        Assert.Contains("goodput-down", HistoryPoints.Of(run).Cells[0].Values.Keys);
        Assert.DoesNotContain(
            "goodput_down", ExportCatalog.Find("openmetrics")!.Render(Found[ExportedKind.Run]()), StringComparison.Ordinal);
    }

    private static string MadeOf(Export export) => export.Takes.Count == Enum.GetValues<ExportedKind>().Length
        ? "runs, comparisons, gates, histories"
        : string.Join(", ", export.Takes.Select(kind => kind.ToString().ToLowerInvariant() + "s"));

    // A run of bulk data as one that flows both ways.
    private static RunResult Duplex()
    {
        var run = SyntheticRuns.All["bulk"].Value;
        Workload Both(Workload workload) => workload with { Kind = "duplex" };
        return run with
        {
            Plan = run.Plan with
            {
                Scenario = run.Plan.Scenario with { Workloads = [.. run.Plan.Scenario.Workloads.Select(Both)] },
                Cells = [.. run.Plan.Cells.Select(cell => cell with { Workload = Both(cell.Workload) })],
            },
            Trials =
            [
                .. run.Trials.Select(trial => trial with
                {
                    Measurement = trial.Measurement! with
                    {
                        Figures = new Dictionary<string, double>
                        {
                            ["goodput-down"] = 4e6 + trial.Number,
                            ["goodput-up"] = 3e6 + trial.Number,
                        },
                    },
                }),
            ],
        };
    }
}
