using System.CommandLine;
using ProtoBench.Reports;
using ProtoBench.Results;

namespace ProtoBench.Commands;

/// <summary><c>protobench show</c>: a stored run in the terminal.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Folder of a run." };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a stored run in the terminal.") { run, json };
        command.SetAction(parsed =>
        {
            var folder = RunFolder.Open(parsed.GetValue(run)!);
            RunReports.Show(RunSummary.Of(folder.Read()), folder, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }
}
