using System.Diagnostics;
using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Commands;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Html;
using ProtoBench.Tests.History;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Pictures as users get them: beside results, on request, and where something they need is missing.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class PictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureTests() => StoredRun.Write(SyntheticRuns.All["quick"].Value, _folder.File("run"));

    [Fact]
    public async Task A_run_leaves_its_charts_as_pictures_and_shows_one_in_its_summary()
    {
        using var quick =
            await ProtobenchProcess.RunAsync(_folder.Path, "quick", "unix", "--set", "trials=2", "--set", "duration=200ms", "-o", "out");

        Assert.True(quick.ExitCode is ExitCode.Ok or ExitCode.NotMeasured, quick.Error);
        var summary = File.ReadAllText(_folder.File("out/summary.md"));
        var linked = summary.Split('"').Where(part => part.StartsWith("charts/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, linked.Count);
        Assert.All(linked, link => Assert.True(File.Exists(_folder.File("out/" + link)), link));
        var charts = ReportCharts.Of(RunSummary.Of(RunFolder.Open(_folder.File("out")).Read()));
        Assert.Equal(2 * charts.Count, Directory.GetFiles(_folder.File("out/charts"), "*.png").Length);
        Assert.DoesNotContain("no charts", quick.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_chart_folder_cannot_be_written_has_its_page_and_figures_and_says_one_sentence()
    {
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllText(_folder.File("out/charts"), "");

        using var quick =
            await ProtobenchProcess.RunAsync(_folder.Path, "quick", "unix", "--set", "trials=2", "--set", "duration=200ms", "-o", "out");

        Assert.True(quick.ExitCode is ExitCode.Ok or ExitCode.NotMeasured, quick.Error);
        Assert.Contains("report: out/report.html", quick.Output, StringComparison.Ordinal);
        Assert.Single(quick.Error.Split('\n'), line => line.Contains("no charts as pictures in out/charts", StringComparison.Ordinal));
        Assert.DoesNotContain("charts/", File.ReadAllText(_folder.File("out/summary.md")), StringComparison.Ordinal);
        Assert.All(
            (string[])["report.html", "results.csv", "summary.md"],
            file => Assert.True(new FileInfo(_folder.File("out/" + file)).Length > 0));
    }

    [Fact]
    public async Task Without_the_native_library_the_page_is_written_all_the_same_and_one_sentence_says_what_is_missing()
    {
        var build = Build("libSkiaSharp");

        foreach (var library in (string?[])[null, "not a library"])
        {
            if (library is not null)
            {
                File.WriteAllText(Path.Combine(build, "libSkiaSharp.so"), library);
            }

            var (exit, output, error) =
                await RunAsync(Path.Combine(build, "protobench"), "report", "run", "--png", "pictures", "-o", "both/");

            Assert.Equal(ExitCode.MachineNotAble, exit);
            var line = Assert.Single(error.Split('\n'), line => line.StartsWith("protobench: ", StringComparison.Ordinal));
            Assert.Contains("native library", line, StringComparison.Ordinal);
            Assert.Contains("scripts/build.sh", line, StringComparison.Ordinal);
            Assert.Contains("both/report.html", output, StringComparison.Ordinal);
            Assert.True(new FileInfo(_folder.File("both/report.html")).Length > 10_000);
            Directory.Delete(_folder.File("both"), recursive: true);
        }
    }

    [Fact]
    public async Task What_draws_no_picture_loads_nothing_of_the_drawing_library()
    {
        var protobench = Path.Combine(Build("Skia", "ScottPlot"), "protobench");

        foreach (var arguments in (string[][])[
            ["report", "run"],
            ["report", "run", "--svg", "drawings"],
            ["show", "run"],
            ["list"],
            ["--help"],
        ])
        {
            var (exit, _, error) = await RunAsync(protobench, arguments);
            Assert.True(exit == ExitCode.Ok, string.Join(' ', arguments) + error);
        }

        var (refused, _, said) = await RunAsync(protobench, "report", "run", "--png", "pictures");
        Assert.Equal(ExitCode.MachineNotAble, refused);
        Assert.Single(said.TrimEnd('\n').Split('\n'));
    }

    [NamespaceFact]
    public async Task On_a_machine_without_fonts_pictures_have_the_same_bytes()
    {
        using var usual = await ProtobenchProcess.RunAsync(_folder.Path, "report", "run", "--png", "usual");
        var program = Path.Combine(AppContext.BaseDirectory, "protobench");
        var hidden = string
            .Join(" && ", NamespaceFactAttribute.FontFolders.Where(Directory.Exists).Select(folder => $"mount -t tmpfs none {folder}"));
        var (exit, _, error) = await RunAsync(
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            $"{hidden} && ! ls /usr/share/fonts/* 2>/dev/null && HOME=/nonexistent exec '{program}' report run --png without");

        Assert.True(usual.ExitCode == 0, usual.Error);
        Assert.True(exit == 0, error);
        var files = Directory.GetFiles(_folder.File("usual")).Select(file => Path.GetFileName(file)!).ToList();
        Assert.NotEmpty(files);
        Assert.All(
            files,
            file => Assert.Equal(File.ReadAllBytes(_folder.File("usual/" + file)), File.ReadAllBytes(_folder.File("without/" + file))));
    }

    [Fact]
    public async Task A_history_is_drawn_a_picture_a_series_and_json_stays_alone_on_standard_output()
    {
        var store = new JsonLinesHistoryStore(_folder.File("store"));
        foreach (var point in InventedHistory.Step(30, 8, 1.1))
        {
            await store.AddAsync(point, default);
        }

        using var shown =
            await ProtobenchProcess.RunAsync(_folder.Path, "history", "show", "--store", "store", "--png", "series", "--json");

        Assert.True(shown.ExitCode == 0, shown.Error);
        using var document = System.Text.Json.JsonDocument.Parse(shown.Output);
        Assert.Equal(
            2 * document.RootElement.GetProperty("series").GetArrayLength(), Directory.GetFiles(_folder.File("series"), "*.png").Length);
    }

    [Fact]
    public async Task A_comparison_is_drawn_a_picture_a_metric()
    {
        StoredRun.Write(SyntheticRuns.All["quick"].Value, _folder.File("other"));

        using var compared = await ProtobenchProcess.RunAsync(_folder.Path, "compare", "run", "other", "--png", "differences");

        Assert.True(compared.ExitCode == 0, compared.Error);
        var names = Directory.GetFiles(_folder.File("differences")).Select(file => Path.GetFileName(file)!).ToList();
        Assert.Contains(
            names, name => name.StartsWith("p50-", StringComparison.Ordinal) && name.EndsWith(".dark.png", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("throughput-", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    // The build beside the tests, but for some files. Without a list of dependencies the host takes what lies there.
    private string Build(params string[] without)
    {
        var folder = _folder.File("build");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            if (!name.EndsWith(".deps.json", StringComparison.Ordinal)
                && !without.Any(part => name.Contains(part, StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(folder, name));
            }
        }

        return folder;
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Patience.LongLimit);
        var start = new ProcessStartInfo(
            program, arguments)
        { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
