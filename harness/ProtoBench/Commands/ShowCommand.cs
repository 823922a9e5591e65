using System.CommandLine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;

namespace ProtoBench.Commands;

/// <summary><c>protobench show</c>: stored runs in the terminal, with a small picture of each arm's latencies.</summary>
internal static class ShowCommand
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
        var json = CommonOptions.Json();
        var command = new Command("show", "Show stored runs in the terminal.") { runs, label, json };
        command.SetAction(parsed =>
        {
            var folders = parsed.GetValue(runs)!;
            if (folders is [var only] && PairFolder.IsOne(only))
            {
                CompareCommand.Show(PageFiles.Read(only).Report, parsed.GetValue(json));
                return ExitCode.Ok;
            }

            var summary = StoredRuns.Summarise(folders, parsed.GetValue(label) ?? []);
            RunReports.Show(summary, folders.Length == 1 ? RunFolder.Open(folders[0]) : null, parsed.GetValue(json), pictures: true);
            return StoredRuns.ExitOf(summary.Parts.Select(part => part.Run));
        });
        return command;
    }
}
