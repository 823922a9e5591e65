using System.CommandLine;
using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Exports;
using ProtoBench.Trials.Servers;

namespace ProtoBench.Commands;

/// <summary><c>protobench ab</c>: two builds, commits, settings or servers against each other, interleaved in one job.</summary>
internal static class AbCommand
{
    private const int DefaultPairs = 7;
    private const int MostPairs = 1000;
    private const string SideHelp = "this (default), the path of another build, git:REV (built once into the cache), or 'cmd:COMMAND', "
        + "a server of your own with {port}, {address} or {socket} in it.";

    public static Command Create()
    {
        var scenario = new Argument<string>(
            "scenario")
        { Description = "Scenario file. Its duration is that of each side in a pair; 'trials' is not used." };
        var before = new Option<string>(
            "--base")
        { Description = "What to compare with: " + SideHelp, HelpName = "side", DefaultValueFactory = _ => AbSides.This };
        var after = new Option<string>(
            "--new")
        { Description = "What to judge, written like --base.", HelpName = "side", DefaultValueFactory = _ => AbSides.This };
        var hosts = HostsOption.Create();
        var set = CommonOptions.Set();
        var baseSet = Set("--base-set", "base");
        var newSet = Set("--new-set", "new");
        var protocols = new Option<string?>("--protocols") { Description = "Compare only these protocols or labels.", HelpName = "a,b" };
        var filter =
            new Option<string[]>("--filter") { Description = "Compare only cells whose id matches. May be repeated.", HelpName = "glob" };
        var pairs = Count("--pairs", "Fresh pairs of processes of each cell.", DefaultPairs, ComparisonRule.FewestPairs);
        var confirm = new Option<int?>(
            "--confirm")
        { Description = "Further fresh pairs of cells that look slower or faster, 0 for none. Default twice --pairs." };
        CommonOptions.Require(
            confirm,
            count => count is null or 0 or (>= ComparisonRule.FewestPairs and <= MostPairs),
            $"--confirm takes 0, or {ProtoBench.Analysis.Comparisons.ComparisonRule.FewestPairs} to {MostPairs}");
        var seed = CommonOptions.Seed();
        var startLimit = StartLimit();
        var output =
            new Option<string?>("--output", "-o") { Description = "Folder for the results (default: results/runs/<utc>-<scenario>-ab)." };
        var json = CommonOptions.Json();
        const string Purpose =
            "Compare two builds, commits, settings or servers in interleaved pairs. Exits with 1 when anything is slower or fails more "
                + "often, 4 when pairs do not count.";
        var command = new Command("ab", Purpose + "\n\n" + ForeignCommand.Answers)
        {
            scenario, before, after, hosts, set, baseSet, newSet, protocols, filter, pairs, confirm, startLimit, seed, output, json,
        };
        var exports = new ExportOptions(ExportedKind.Comparison);
        exports.AddTo(command);
        command.SetAction((parsed, _) => AbExecution.RunAsync(new AbRequest
        {
            Scenario = parsed.GetValue(scenario)!,
            Base = parsed.GetValue(before)!,
            New = parsed.GetValue(after)!,
            Set = parsed.GetValue(set) ?? [],
            BaseSet = parsed.GetValue(baseSet) ?? [],
            NewSet = parsed.GetValue(newSet) ?? [],
            Protocols = RunCommand.Names(parsed.GetValue(protocols)),
            Filters = parsed.GetValue(filter) ?? [],
            Hosts = parsed.GetValue(hosts),
            Seed = parsed.GetValue(seed),
            Pairs = parsed.GetValue(pairs),
            ConfirmingPairs = parsed.GetValue(confirm) ?? 2 * parsed.GetValue(pairs),
            StartLimit = parsed.GetValue(startLimit) is { } limit ? Limit(limit) : null,
            Folder = parsed.GetValue(output),
            Json = parsed.GetValue(json),
            Exports = exports.Of(parsed),
            CommandLine = ShellText.Command(parsed.Tokens.Select(token => token.Value)),
        }));
        return command;
    }

    private static Option<string[]> Set(string name, string side) => new(name)
    {
        Description = $"Override a key of the scenario on the {side} side only. May be repeated.",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = false,
    };

    private static Option<string?> StartLimit() => new(CommandServer.StartLimitOption)
    {
        Description = "How long a server of your own may take to accept its first connection, such as 30s; a number alone is seconds. "
            + "Default 10 s.",
        HelpName = "time",
    };

    private static TimeSpan Limit(string text) => OptionQuantity.Duration(
        CommandServer.StartLimitOption,
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? text + " s" : text,
        0.001m,
        3600,
        "1 ms to 60 min");

    private static Option<int> Count(string name, string description, int byDefault, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        CommonOptions.Require(option, count => count >= least && count <= MostPairs, $"{name} takes {least} to {MostPairs}");
        return option;
    }
}
