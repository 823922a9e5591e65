using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Text;

/// <summary>The conditions that most often explain a difference, in one line. The rest stands in its own section.</summary>
internal static class ConditionsLine
{
    private static readonly string[] Facts = ["TLS", "congestion control", "no-delay"];

    public static string Of(RunSummary summary)
    {
        var (run, scenario) = (summary.Run, summary.Run.Plan.Scenario);
        var conditions = Conditions.Of(run);
        var fingerprint = run.Fingerprint;
        var parts = new List<string>
        {
            RunText.Links(scenario, summary.Workloads.Select(workload => workload.Link)),
            $"{Plural.Of(Trials(run), "trial")} of {NumberText.Tick(scenario.Duration.TotalMicroseconds, Quantity.Microseconds)} "
                + $"per cell, fresh processes each{(run.Trials.Any(trial => trial.Round is not null) ? ", driven in turns" : "")}",
        };
        parts.AddRange(conditions.Shared.Where(one => Facts.Contains(one.Name)).Select(one => $"{one.Name} {one.Value}"));
        if (Facts.Where(conditions.Differing.Contains).ToList() is { Count: > 0 } differing)
        {
            parts.Add($"{string.Join(", ", differing)} differ{(differing.Count == 1 ? "s" : "")} by arm");
        }

        // What is not ours, and what nobody has checked, is said where the answer is.
        var servers = (scenario.Servers ?? []).Where(server => scenario.Arms.Any(arm => arm.Server == server.Name)).ToList();
        parts.AddRange(servers.Where(server => server.Address is not null).Select(server => $"{server.Name} is {server.Address}"));
        parts.AddRange(servers.Where(server => server.Tls.Insecure).Select(server => $"the certificate of {server.Name} was not checked"));
        if (summary.Parts.Count == 1 && run.Hosts is { Count: > 0 })
        {
            parts.Add(RunText.Machine(run));
        }
        else if (summary.Parts.Count == 1)
        {
            parts.Add($"{fingerprint.CpuModel}, {Plural.Of(fingerprint.Processors, "processor")}"
                + (scenario.Pinning is Pinning.Split && fingerprint.Processors > 1 ? ", pinned" : ", not pinned"));
        }

        return string.Join(" · ", parts);
    }

    // A run that ended by itself had fewer than it was allowed.
    private static int Trials(RunResult run) =>
        run.Ending is null ? run.Plan.Scenario.Trials : run.Trials.Select(trial => trial.Repetition).DefaultIfEmpty().Max();
}
