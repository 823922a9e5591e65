using System.CommandLine;
using System.Text.Json;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench compare</c>: two stored runs against each other.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("base") { Description = "Folder of the run to compare with." };
        var after = new Argument<string>("new") { Description = "Folder of the run to judge." };
        var across = AcrossEnvironments();
        var spread = SessionSpread();
        var png = ChartFiles.Option(
            "Also write the differences as PNG files into this folder, one chart per metric, on light and on dark paper.");
        var output = PageFiles.Option();
        var json = CommonOptions.Json();
        var command = new Command("compare", "Compare two stored runs: slower, faster, same or inconclusive. Exits with 1 when "
            + "anything is slower or fails more often, 4 when something was not measured on one side, 5 when something could not be "
                + "judged.")
        {
            before, after, across, spread, output, png, json,
        };
        var exports = new ExportOptions(ExportedKind.Comparison);
        exports.AddTo(command);
        command.SetAction(parsed =>
        {
            var wanted = exports.Of(parsed);
            var suite = StoredRunComparison.Of(
                RunFolder.Open(parsed.GetValue(before)!).Read(), RunFolder.Open(parsed.GetValue(after)!).Read(), parsed.GetValue(spread)
                    / 100);
            var report = SuiteJudge.Judge(suite, new ComparisonRule());
            report = parsed.GetValue(across) ? report : EnvironmentGuard.Apply(report);
            Show(report, parsed.GetValue(json));
            wanted.Write(Exportable.Of(report));
            PageFiles.Tell(PageFiles.Write(parsed.GetValue(output), report, pairs: null));
            var drawn = ChartFiles.Extract(ComparisonCharts.Of(report), parsed.GetValue(png));
            return ExitOf(report) is not ExitCode.Ok and var slower ? slower : drawn;
        });
        return command;
    }

    public static Option<bool> AcrossEnvironments() =>
        new("--across-environments") { Description = "Judge even though kernel, processor, runtime or settings differ between the runs." };

    public static Option<double> SessionSpread()
    {
        var spread = new Option<double>("--session-spread")
        {
            Description = "Per cent by which an unchanged level moves between sessions (standard deviation), added to the error.",
            HelpName = "%",
            DefaultValueFactory = _ => StoredRunComparison.DefaultSessionSpread * 100,
        };
        CommonOptions.Require(spread, percent => percent is >= 0 and <= 100, "--session-spread takes per cent from 0 to 100");
        return spread;
    }

    public static void Show(ComparisonReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ComparisonJson.Indented.ComparisonReport));
        }
        else
        {
            ComparisonText.Write(report, Console.Out, Terminals.Paper);
        }
    }

    public static int ExitOf(ComparisonReport report) =>
        report.Metrics.Any(metric => metric.Verdict is ComparisonVerdict.Slower or ComparisonVerdict.Worse) ? ExitCode.GateFailed
        : report.Gaps.Any(gap => gap.Kind == GapKind.NotMeasured) ? ExitCode.NotMeasured
        : report.Gaps.Any(gap => gap.Kind == GapKind.NotJudged) ? ExitCode.Inconclusive
        : ExitCode.Ok;
}
