using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Simulation;
using ProtoBench.Reports.Text;

namespace ProtoBench.Commands;

/// <summary><c>protobench selftest stats</c>: how often the shipping decision code lies and how much it finds, by simulation.</summary>
internal static class SelfTestCommand
{
    private const int DefaultPairs = 7;
    private const string AllProfiles = "all";

    public static Command Create()
    {
        var suites = new Option<int>(
            "--suites")
        { Description = "Suites of 50 metrics to simulate for each profile.", DefaultValueFactory = _ => 10_000 };
        CommonOptions.Require(suites, count => count is >= 1 and <= 10_000_000, "--suites takes 1 to 10,000,000");
        var profile = new Option<string>("--profile")
        {
            Description = "Noise of the simulated machine: quiet, medium, noisy or all.",
            DefaultValueFactory = _ => AllProfiles,
        };
        profile.AcceptOnlyFromAmong([.. NoiseProfile.All.Select(known => known.Name), AllProfiles]);
        var seed = new Option<int>(
            "--seed")
        { Description = "Equal seeds give equal figures, on any number of processors.", DefaultValueFactory = _ => 1 };
        var json = CommonOptions.Json();
        var stats = new Command(
            "stats", "Simulate suites and check that the decision rule keeps what it promises.") { suites, profile, seed, json };
        stats.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(profile)!;
            return Run(
                [.. NoiseProfile.All.Where(known => wanted is AllProfiles || known.Name == wanted)],
                parsed.GetValue(suites),
                parsed.GetValue(seed),
                parsed.GetValue(json));
        });
        return new Command("selftest", "Check ProtoBench itself.") { stats, SelfTestHistoryCommand.Create() };
    }

    private static int Run(IReadOnlyList<NoiseProfile> profiles, int suites, int seed, bool json)
    {
        var watch = Stopwatch.StartNew();
        var rule = new ComparisonRule();
        var tallies = profiles.Select(profile => SuiteSimulation.Run(profile, suites, (ulong)seed, DefaultPairs, rule)).ToList();
        var bars = tallies.SelectMany(SelfTestBars.Of).ToList();
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new SelfTestDocument(suites, seed, DefaultPairs, tallies, bars), CommandJson.Default.SelfTestDocument));
        }
        else
        {
            Print(tallies, bars, suites, seed, rule);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"simulated in {watch.Elapsed.TotalSeconds:0.0} s"));
        return bars.Exists(bar => bar.IsBroken)
            ? ExitCode.GateFailed
            : bars.TrueForAll(bar => bar.Holds) ? ExitCode.Ok : ExitCode.Inconclusive;
    }

    private static void Print(List<ProfileTally> tallies, List<SelfTestBar> bars, int suites, int seed, ComparisonRule rule)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{suites} suites of {SimulatedSuite.Metrics} metrics a profile, {DefaultPairs} pairs and "
                + $"{DefaultPairs * rule.ConfirmingShare:0} fresh ones for suspects, alpha {rule.Alpha:P0}, margin {rule.Margin:P0}, "
                    + $"seed {seed}\n"));
        var table = new TextTable();
        table.Add([
            "profile", "false slower", "false faster", "suspects", "same", "slowdown", "metric", "found", "called same", "interval holds",
        ]);
        foreach (var tally in tallies)
        {
            foreach (var effect in tally.Effects)
            {
                var isFirst = ReferenceEquals(effect, tally.Effects[0]);
                string[] lead = isFirst
                    ? [
                        tally.Profile.Name,
                        Percent(tally.FalselySlower, tally.Suites),
                        Percent(tally.FalselyFaster, tally.Suites),
                        PerSuite(tally.Suspects, tally.Suites),
                        PerSuite(tally.Same, tally.Suites),
                    ]
                    : ["", "", "", "", ""];
                table.Add([
                    .. lead,
                    string.Create(CultureInfo.InvariantCulture, $"{effect.Effect:P0}"),
                    effect.Metric,
                    Percent(effect.Slower, effect.Suites),
                    Percent(effect.Same, effect.Suites),
                    Percent(effect.Covered, effect.Suites),
                ]);
            }
        }

        table.Write(Console.Out, Terminals.Paper);
        Console.Out.WriteLine();
        foreach (var bar in bars)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(bar.Holds ? "holds " : bar.IsBroken ? "BROKEN" : "unsure")}  {bar.Claim}: {bar.Share * 100:0.###} % "
                    + $"({(bar.AtMost ? "at most" : "at least")} {bar.Limit * 100:0.#} %)"));
        }

        if (bars.Exists(bar => bar is { Holds: false, IsBroken: false }))
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"unsure: {suites} suites cannot tell this from chance; --suites {10L * suites} may"));
        }
    }

    private static string Percent(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{SelfTestBars.Share(part, whole) * 100:0.00} %");

    private static string PerSuite(long count, long suites) =>
        string.Create(CultureInfo.InvariantCulture, $"{SelfTestBars.Share(count, suites):0.0}");
}
