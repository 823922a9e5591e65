using System.CommandLine;
using ProtoBench.Commands.Shell;
using ProtoBench.Machine;

namespace ProtoBench.Commands;

/// <summary><c>protobench man</c>: the manual page, from the definitions of the commands.</summary>
internal static class ManCommand
{
    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ($"{ExitCode.Ok}", "Everything was measured; a gate passed."),
        ($"{ExitCode.GateFailed}", "A gate failed, or a comparison found something slower or failing more often."),
        ($"{ExitCode.Usage}", "The command line or a scenario is wrong."),
        ($"{ExitCode.MachineNotAble}", "This machine is not able to do it; protobench doctor says what is missing."),
        ($"{ExitCode.NotMeasured}", "Some trials could not be measured or trusted."),
        ($"{ExitCode.Inconclusive}", "A strict gate was left inconclusive."),
        ($"{ExitCode.Internal}", "A bug in ProtoBench."),
        ($"{ExitCode.Interrupted}, {ExitCode.Terminated}", "Stopped by SIGINT or SIGTERM; finished trials are kept."),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("COLUMNS", "How wide tables may be. Default: as wide as the terminal, or 80."),
        ("NO_COLOR", "When it is not empty: no colour."),
        ("PGPASSWORD", "The password of a history in PostgreSQL."),
        ("XDG_DATA_HOME", "Where runs are kept when nothing can be written in the current folder. Default: ~/.local/share."),
        ("XDG_CACHE_HOME", "Where ab keeps the builds of git revisions. Default: ~/.cache."),
    ];

    private static readonly (string Path, string Meaning)[] Files =
    [
        ("results/runs/", "Runs and comparisons, each in a folder of its own, in the current folder."),
        ("~/.local/share/protobench/runs/", "The same, where nothing can be written in the current folder."),
        ("scenarios/, scenarios/links/", "Scenarios and link profiles of your own. They come before those of the same name that ship."),
        ("gates.yaml", "The policy of gate, when --policy names no other."),
    ];

    public static Command Create()
    {
        var command = new Command("man", "Print the manual page; protobench man | man -l - shows it.");
        command.SetAction(_ =>
        {
            Console.Out.Write(ManPage.Of(CommandLine.Create(), new ManFacts
            {
                Version = FingerprintReader.Version(),
                Examples = RootHelp.Examples,
                ExitCodes = ExitCodes,
                Variables = Variables,
                Files = Files,
            }));
            return ExitCode.Ok;
        });
        return command;
    }
}
