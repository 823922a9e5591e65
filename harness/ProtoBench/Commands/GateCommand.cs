using System.CommandLine;
using System.Text.Json;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench gate</c>: applies a policy, for CI.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var results = new Argument<string[]>("results")
        {
            Description = "Folder of an 'ab' comparison, or of a base run and a new run; or of one run, to hold it against limits alone.",
            Arity = new ArgumentArity(1, 2),
        };
        var policy = new Option<string?>("--policy")
        {
            Description = $"Policy file. Default: {GatePolicyFile.DefaultName} if there is one, else every metric at 5 %.",
            HelpName = "file",
        };
        var across = CompareCommand.AcrossEnvironments();
        var spread = CompareCommand.SessionSpread();
        var output = PageFiles.Option();
        var json = CommonOptions.Json();
        var command = new Command("gate", "Apply a gate policy. Exits with 1 when anything is slower or fails more often, 4 when "
            + "something was not measured on one side, 5 when something could not be judged, or is inconclusive where the policy is "
                + "strict.")
        {
            results, policy, across, spread, output, json,
        };
        var exports = new ExportOptions(ExportedKind.Gate);
        exports.AddTo(command);
        command.SetAction(parsed =>
        {
            var wanted = exports.Of(parsed);
            var rules = Policy(parsed.GetValue(policy));
            var folders = parsed.GetValue(results)!;
            var alone = folders.Length == 1 && !PairFolder.IsOne(folders[0]);
            var run = alone ? Alone(folders[0], ref rules, parsed.GetValue(output)) : null;
            var suite = alone ? null : Suite(folders, parsed.GetValue(across), parsed.GetValue(spread) / 100, rules.Policy.Further);
            var limited = run is not null ? GateLimits.CellsOf(run)
                : folders.Length == 1 ? GateLimits.CellsOf(PairFolder.Read(folders[0]))
                : GateLimits.CellsOf(RunFolder.Open(folders[1]).Read());
            if (GateDecision.Idle(suite, rules.Policy, limited) is { Count: > 0 } idle)
            {
                throw new UsageException(ScenarioErrorText.Render(idle, rules.Text).TrimEnd());
            }

            var report = GateDecision.Decide(suite, rules.Policy, limited, run?.Id ?? "");
            Show(report, parsed.GetValue(json), alone);
            wanted.Write(Exportable.Of(report));
            if (alone)
            {
                return CodeOf(report.Outcome);
            }

            var pairs = folders.Length == 1 ? PairFolder.Read(folders[0]) : null;
            PageFiles.Tell(PageFiles.Write(parsed.GetValue(output), report.Comparison, pairs, report));
            return CodeOf(report.Outcome);
        });
        return command;
    }

    private static int CodeOf(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Passed => ExitCode.Ok,
        GateOutcome.Slower => ExitCode.GateFailed,
        GateOutcome.NotMeasured => ExitCode.NotMeasured,
        _ => ExitCode.Inconclusive,
    };

    // One run can be held against limits alone: those of the policy, or without one those of its scenario.
    private static RunResult Alone(string folder, ref (GatePolicy Policy, string Text) rules, string? page)
    {
        var run = RunFolder.Open(folder).Read();
        var policy = rules.Policy == GatePolicy.BuiltIn ? GateLimits.PolicyOf(run.Plan) : rules.Policy;
        rules = (policy, rules.Text);
        if (policy.Rules.Count == 0 || !policy.HasOnlyLimits)
        {
            throw new UsageException($"{folder} is one run: name a base run and a new run, or an 'ab' comparison, or judge it by limits "
                + "alone, with objectives in its scenario or gates such as { metric: p99, limit: 5 ms } in a policy");
        }

        return page is null
            ? run
            : throw new UsageException("-o writes the page of a comparison; that of one run is 'protobench report', with its objectives");
    }

    private static (GatePolicy Policy, string Text) Policy(string? path)
    {
        if (path is null && !File.Exists(GatePolicyFile.DefaultName))
        {
            return (GatePolicy.BuiltIn, "");
        }

        var reading = GatePolicyFile.Load(path ?? GatePolicyFile.DefaultName);
        return reading.Succeeded
            ? (reading.Policy, reading.Text)
            : throw new UsageException(ScenarioErrorText.Render(reading.Errors, reading.Text).TrimEnd());
    }

    private static ComparedSuite Suite(string[] folders, bool across, double sessionSpread, IReadOnlySet<string> further)
    {
        if (folders.Length == 1)
        {
            return PairFolder.IsOne(folders[0])
                ? PairedComparison.Of(PairFolder.Read(folders[0]), further)
                : throw new UsageException($"{folders[0]} is not the folder of an 'ab' comparison; name a base run and a new run");
        }

        var suite = StoredRunComparison.Of(RunFolder.Open(folders[0]).Read(), RunFolder.Open(folders[1]).Read(), sessionSpread, further);
        return suite.FingerprintDifferences.Count == 0 || across
            ? suite
            : throw new UsageException(
                $"the environments of the two runs differ, so a difference may be theirs:\n  "
                    + $"{string.Join("\n  ", suite.FingerprintDifferences)}\nhelp: --across-environments judges all the same; "
                        + "'protobench ab' compares within one environment");
    }

    private static void Show(GateReport report, bool json, bool alone)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ComparisonJson.Indented.GateReport));
            return;
        }

        if (!alone)
        {
            ComparisonText.Write(report.Comparison, Console.Out, Terminals.Paper);
            Console.Out.WriteLine();
        }

        Console.Out.WriteLine($"policy {report.Policy}");
        foreach (var sentence in report.Sentences)
        {
            Console.Out.WriteLine(sentence);
        }
    }
}
