using System.CommandLine;
using System.Globalization;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench quick</c>: a comparison in about a minute, without any file.</summary>
internal static class QuickCommand
{
    // As many as a scenario may ask for.
    private const int MostTrials = 1_000;

    public static Command Create()
    {
        var protocols =
            new Argument<string[]>("protocol")
            {
                Description = "Protocols to compare (default: all that run in plain text; with --tls, all that run encrypted).",
                Arity = ArgumentArity.ZeroOrMore,
            };
        var trials = new Option<string?>("--trials")
        {
            Description = "Fresh process pairs per protocol, at most.",
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
            Description = "Begin no trials that would not end within this time, such as 60s (default) or 5min.",
            HelpName = "time",
        };
        var dryRun = CommonOptions.DryRun();
        var output = CommonOptions.Output();
        var hosts = HostsOption.Create();
        var set = CommonOptions.Set();
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command(
            "quick", "Compare protocols in about a minute.")
        {
            protocols, trials, duration, link, tls, budget, hosts, dryRun, output, set, seed, json,
        };
        var exports = new ExportOptions(ExportedKind.Run);
        exports.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var own = parsed.GetValue(set) ?? [];
            var wanted = QuickProtocols.Setting(parsed.GetValue(protocols) ?? [], parsed.GetValue(tls), own, Console.Error);
            var overrides = new ScenarioOverrides
            {
                Set =
                [
                    .. wanted is null ? [] : Key("protocols", wanted),
                    .. Budget(parsed.GetValue(budget), parsed.GetValue(trials) is not null),
                    .. Key("trials", parsed.GetValue(trials)),
                    .. Key("duration", parsed.GetValue(duration)),
                    .. parsed.GetValue(link) is { Length: > 0 } links ? Key("links", $"[{string.Join(", ", links)}]") : [],
                    .. own,
                ],
                Hosts = parsed.GetValue(hosts),
                Seed = parsed.GetValue(seed),
            };
            var request = new RunRequest
            {
                Output = parsed.GetValue(output),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
                Exports = exports.Of(parsed),
                CommandLine = ShellText.Command(parsed.Tokens.Select(token => token.Value)),
            };
            return RunExecution.RunAllAsync([ScenarioInput.Quick(overrides)], request);
        });
        return command;
    }

    /// <summary>More time than usual also means more trials, unless their number was given.</summary>
    private static string[] Budget(string? text, bool trialsGiven)
    {
        if (text is null)
        {
            return [];
        }

        var usual = ScenarioInput.Quick(ScenarioOverrides.None);
        var budget = OptionQuantity.Duration("--budget", text, 1, 24 * 3600, "1 s to 1440 min");
        var trials = Math.Min(MostTrials, (int)Math.Ceiling(usual.Trials * (budget / (usual.Budget ?? budget))));
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"budget={budget.TotalMilliseconds:0} ms"),
            .. trialsGiven || trials <= usual.Trials ? [] : Key("trials", trials.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static string[] Key(string key, string? value) => value is null ? [] : [$"{key}={value}"];
}
