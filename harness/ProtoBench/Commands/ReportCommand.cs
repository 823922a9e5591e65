using System.CommandLine;
using ProtoBench.Reports;
using ProtoBench.Results;

namespace ProtoBench.Commands;

/// <summary><c>protobench report</c>: draws the report of a stored run again.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Folder of a run." };
        var output = new Option<string?>("--output", "-o") { Description = "File to write (default: report.html in the run's folder)." };
        var hgrm = new Option<string?>("--hgrm") { Description = "Write each cell's latencies as an HdrHistogram .hgrm file into this folder instead.", HelpName = "folder" };
        var command = new Command("report", "Draw the report of a stored run again.") { run, output, hgrm };
        command.SetAction(parsed =>
        {
            var folder = RunFolder.Open(parsed.GetValue(run)!);
            var summary = RunSummary.Of(folder.Read());
            if (parsed.GetValue(hgrm) is { } distributions)
            {
                Console.Out.WriteLine($"{RunReports.WriteHgrm(summary, distributions)} distributions in {distributions}");
                return ExitCode.Ok;
            }

            if (parsed.GetValue(output) is not { } file)
            {
                RunReports.Write(summary, folder);
                Console.Out.WriteLine(RunReports.PageOf(folder));
                return ExitCode.Ok;
            }

            using (var writer = new StreamWriter(file))
            {
                new HtmlReport().Render(summary, writer);
            }

            Console.Out.WriteLine(file);
            return ExitCode.Ok;
        });
        return command;
    }
}
