using System.CommandLine;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Scenarios;

namespace ProtoBench.Commands;

/// <summary><c>protobench quick</c>: a comparison within a minute, without any file.</summary>
internal static class QuickCommand
{
    public static Command Create()
    {
        var protocols =
            new Argument<string[]>("protocol") { Description = "Protocols to compare (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var trials = new Option<string?>("--trials")
        {
            Description = "Fresh process pairs per protocol; with --budget at most.",
            HelpName = "count",
        };
        var duration = new Option<string?>("--duration") { Description = "Measured time of each, such as 500ms or 3s.", HelpName = "time" };
        var link = new Option<string[]>("--link")
        {
            Description = "Over an emulated link, such as wan-40ms or ./office.yaml. May be repeated.",
            HelpName = "profile",
            AllowMultipleArgumentsPerToken = false,
        };
        var tls = new Option<bool>("--tls")
        {
            Description = "All inside TLS 1.3. Protocols that cannot are left out, and refused where they are named.",
        };
        var budget = new Option<string?>("--budget")
        {
            Description = "As many trials as fit into this time, such as 60s or 5min.",
            HelpName = "time",
        };
        var dryRun = CommonOptions.DryRun();
        var output = CommonOptions.Output();
        var set = CommonOptions.Set();
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command(
            "quick", "Compare protocols within a minute.")
        {
            protocols, trials, duration, link, tls, budget, dryRun, output, set, seed, json,
        };
        command.SetAction((parsed, _) =>
        {
            var own = parsed.GetValue(set) ?? [];
            var wanted = QuickProtocols.Setting(parsed.GetValue(protocols) ?? [], parsed.GetValue(tls), own, Console.Error);
            var overrides = new ScenarioOverrides
            {
                Set =
                [
                    .. wanted is null ? [] : Key("protocols", wanted),
                    .. Key("trials", parsed.GetValue(trials)),
                    .. Key("duration", parsed.GetValue(duration)),
                    .. parsed.GetValue(link) is { Length: > 0 } links ? Key("links", $"[{string.Join(", ", links)}]") : [],
                    .. own,
                ],
                Seed = parsed.GetValue(seed),
            };
            var request = new RunRequest
            {
                Output = parsed.GetValue(output),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
                CommandLine = ShellText.Command(parsed.Tokens.Select(token => token.Value)),
            };
            var scenario = parsed.GetValue(budget) is { } time
                ? RunBudget.Fit(RunBudget.Parse(time), overrides, atMost: parsed.GetValue(trials) is not null, Console.Error)
                : ScenarioInput.Quick(overrides);
            return RunExecution.RunAllAsync([scenario], request);
        });
        return command;
    }

    private static string[] Key(string key, string? value) => value is null ? [] : [$"{key}={value}"];
}
