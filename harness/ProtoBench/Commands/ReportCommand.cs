using System.CommandLine;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Model.Text;

namespace ProtoBench.Commands;

/// <summary><c>protobench report</c>: draws the report of stored runs again, of one or of several side by side.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>(
            "run")
        {
            Description = "Folders of runs, or of one ab comparison; several runs are shown side by side, as A, B and so on.",
            Arity = ArgumentArity.OneOrMore,
        };
        var label = new Option<string[]>(
            "--label")
        { Description = "Call one of several runs by a name, such as A=before. May be repeated.", HelpName = "A=name" };
        var output = new Option<string?>(
            "--output", "-o")
        {
            Description = "What to write, by its name: page.html, summary.md, cells.csv, or a folder that gets all three (default: the "
                + "run's folder).",
        };
        var svg = new Option<string?>(
            "--svg")
        { Description = "Write every chart as an SVG file into this folder instead.", HelpName = "folder" };
        var png = new Option<string?>("--png")
        {
            Description = "Write every chart as PNG files into this folder instead, on light and on dark paper.",
            HelpName = "folder",
        };
        var hgrm = new Option<string?>("--hgrm")
        {
            Description = "Write each cell's latencies as an HdrHistogram .hgrm file into this folder instead.",
            HelpName = "folder",
        };
        var command = new Command("report", "Redraw the report of stored runs.") { runs, label, output, svg, png, hgrm };
        command.SetAction(parsed =>
        {
            var folders = parsed.GetValue(runs)!;
            if (folders is [var only] && PairFolder.IsOne(only))
            {
                return Compared(
                    only, parsed.GetValue(output), parsed.GetValue(svg), parsed.GetValue(png), parsed.GetValue(hgrm));
            }

            var summary = StoredRuns.Summarise(folders, parsed.GetValue(label) ?? []);
            var (extracted, exit) = (false, ExitCode.Ok);
            foreach (var (folder, what, write) in new (string?, string, Func<RunSummary, string, int>)[]
            {
                (parsed.GetValue(svg), "charts", ChartFiles.WriteSvg),
                (parsed.GetValue(png), "charts", ChartFiles.WritePng),
                (parsed.GetValue(hgrm), "distributions", RunReports.WriteHgrm),
            })
            {
                if (folder is not null)
                {
                    extracted = true;
                    exit = Math.Max(exit, Extract(() => write(summary, folder), what, folder));
                }
            }

            if (!extracted || parsed.GetValue(output) is not null)
            {
                var files = Written(summary, parsed.GetValue(output), folders);
                // The page alone on standard output, for scripts that open or copy it.
                Console.Out.WriteLine(files[0]);
                RunReports.TellRest(Console.Error, files);
            }

            return exit != ExitCode.Ok ? exit : StoredRuns.ExitOf(summary.Parts.Select(part => part.Run));
        });
        return command;
    }

    // An interleaved comparison has differences instead of distributions, and the same kind of page.
    private static int Compared(string folder, string? output, string? svg, string? png, string? hgrm)
    {
        if (hgrm is not null)
        {
            throw new UsageException($"{folder} is a comparison, which has no distributions of its own; --hgrm takes runs");
        }

        var (run, report) = PageFiles.Read(folder);
        var charts = ComparisonCharts.Of(report);
        var exit = ExitCode.Ok;
        foreach (var (to, write) in new (string?, Func<IReadOnlyList<Chart>, string, int>)[]
        {
            (svg, ChartFiles.WriteSvg), (png, ChartFiles.WritePng),
        })
        {
            exit = to is null ? exit : Math.Max(exit, Extract(() => write(charts, to), "charts", to));
        }

        if ((svg ?? png) is null || output is not null)
        {
            Console.Out.WriteLine(PageFiles.Write(output ?? RunReports.PageOf(folder), report, run));
        }

        return exit;
    }

    // What cannot be extracted keeps nothing else from being written.
    private static int Extract(Func<int> write, string what, string folder)
    {
        try
        {
            Console.Out.WriteLine($"{write()} {what} in {ShellText.Path(folder)}");
            return ExitCode.Ok;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"protobench: no {what} in {folder}: {error.Message}");
            return ExitCode.MachineNotAble;
        }
    }

    private static IReadOnlyList<string> Written(RunSummary summary, string? output, string[] folders)
    {
        if (output is not null && ReportFiles.Of(output) is { } report)
        {
            ReportFiles.Write(report, summary, output);
            return [output];
        }

        var folder = output ?? (folders.Length == 1
            ? folders[0]
            : throw new UsageException(
                "the report of several runs belongs to no run's folder; say where it goes with --output FILE.html or --output FOLDER"));
        OutputFolder.Make(folder, output, () => RunReports.Write(summary, folder));
        return RunReports.FilesIn(folder);
    }
}
