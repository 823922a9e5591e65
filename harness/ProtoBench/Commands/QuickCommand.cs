using System.CommandLine;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench quick</c>: a comparison within a minute, without any file.</summary>
internal static class QuickCommand
{
    public static Command Create()
    {
        var protocols =
            new Argument<string[]>("protocol") { Description = "Protocols to compare (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var trials = new Option<string?>("--trials") { Description = "Fresh process pairs per protocol.", HelpName = "count" };
        var duration = new Option<string?>("--duration") { Description = "Measured time of each, such as 500ms or 3s.", HelpName = "time" };
        var link = new Option<string[]>("--link")
        {
            Description = "Over an emulated link, such as wan-40ms or ./office.yaml. May be repeated.",
            HelpName = "profile",
            AllowMultipleArgumentsPerToken = false,
        };
        var dryRun = CommonOptions.DryRun();
        var output = CommonOptions.Output();
        var set = CommonOptions.Set();
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command(
            "quick", "Compare protocols within a minute.") { protocols, trials, duration, link, dryRun, output, set, seed, json };
        var exports = new ExportOptions(ExportedKind.Run);
        exports.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            // Any protocol may be named, also one that the scenario leaves out.
            var named = parsed.GetValue(protocols) ?? [];
            string[] wanted = named.Length == 0 ? [] : [$"protocols=[{string.Join(", ", named)}]"];
            var overrides = new ScenarioOverrides
            {
                Set =
                [
                    .. wanted,
                    .. Key("trials", parsed.GetValue(trials)),
                    .. Key("duration", parsed.GetValue(duration)),
                    .. parsed.GetValue(link) is { Length: > 0 } links ? Key("links", $"[{string.Join(", ", links)}]") : [],
                    .. parsed.GetValue(set) ?? [],
                ],
                Seed = parsed.GetValue(seed),
            };
            var request = new RunRequest
            {
                Folder = parsed.GetValue(output),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
                Exports = exports.Of(parsed),
                CommandLine = ShellText.Command(parsed.Tokens.Select(token => token.Value)),
            };
            return RunExecution.RunAllAsync([ScenarioInput.Quick(overrides)], request);
        });
        return command;
    }

    private static string[] Key(string key, string? value) => value is null ? [] : [$"{key}={value}"];
}
