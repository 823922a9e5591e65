using ProtoBench.Analysis.Summaries;
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
            string.Join(", ", summary.Workloads.Select(workload => workload.Link).Distinct(StringComparer.Ordinal)),
            $"{Plural.Of(scenario.Trials, "trial")} of {NumberText.Tick(scenario.Duration.TotalMicroseconds, Quantity.Microseconds)} "
                + "per cell, fresh processes each",
        };
        parts.AddRange(conditions.Shared.Where(one => Facts.Contains(one.Name)).Select(one => $"{one.Name} {one.Value}"));
        if (Facts.Where(conditions.Differing.Contains).ToList() is { Count: > 0 } differing)
        {
            parts.Add($"{string.Join(", ", differing)} differ{(differing.Count == 1 ? "s" : "")} by arm");
        }

        if (summary.Parts.Count == 1)
        {
            parts.Add($"{fingerprint.CpuModel}, {Plural.Of(fingerprint.Processors, "processor")}"
                + (scenario.Pinning is Pinning.Split && fingerprint.Processors > 1 ? ", pinned" : ", not pinned"));
        }

        if (Unsteady(summary) is { } unsteady)
        {
            parts.Add(unsteady);
        }

        return string.Join(" · ", parts);
    }

    /// <summary>How many trials had not become steady when they were measured; null when all had.</summary>
    public static string? Unsteady(RunSummary summary)
    {
        var trials = summary.Cells.SelectMany(cell => cell.Succeeded).ToList();
        var unsteady = trials.Count(trial => trial.Measurement!.WarmUp is { Steady: false });
        return unsteady == 0 ? null
            : $"{unsteady} of {Plural.Of(trials.Count, "trial")} {(unsteady == 1 ? "was" : "were")} not steady yet when measured";
    }
}
