using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Model.Plans;

/// <summary>Which cells the hosts of their sides can run, once these have told. Pure.</summary>
internal static class HostSupport
{
    /// <summary>
    /// The plan with every cell marked that a host of its sides cannot run, and without the trials of those. The others keep order and
    /// seeds; only the numbers close up.
    /// </summary>
    /// <param name="plan">What is to run. Without hosts nothing changes.</param>
    /// <param name="whyNot">Why the build on a host cannot play an arm, as the end of a sentence; null when it can, or does not tell.
    /// </param>
    public static Plan Mark(Plan plan, Func<string, Arm, string?> whyNot)
    {
        if (plan.Scenario.Hosts is not { } hosts)
        {
            return plan;
        }

        var cells = Mark(hosts, plan.Cells, whyNot);
        var run = cells.Where(cell => cell.Runs).Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        var trials = plan.Trials.Where(trial => run.Contains(trial.CellId)).Select((trial, index) => trial with { Number = index + 1 });
        return plan with { Cells = cells, Trials = [.. trials] };
    }

    /// <summary>The cells, with those marked that a host of their sides cannot run.</summary>
    public static IReadOnlyList<Cell> Mark(HostPlan hosts, IReadOnlyList<Cell> cells, Func<string, Arm, string?> whyNot) =>
        [.. cells.Select(cell => cell.Runs && WhyNot(hosts, cell.Arm, whyNot) is { } reason ? cell with { Unsupported = reason } : cell)];

    private static string? WhyNot(HostPlan hosts, Arm arm, Func<string, Arm, string?> whyNot)
    {
        // A server of the user's needs nothing of ours where it runs.
        var sides = arm.Server is null ? hosts.All : [.. hosts.Clients.DistinctBy(host => host.Name)];
        var reasons = sides.Select(host => (host.Name, Why: whyNot(host.Name, arm))).Where(one => one.Why is not null)
            .GroupBy(one => one.Why, one => one.Name)
            .Select(reason => $"the build on {string.Join(" and ", reason)} {reason.Key}")
            .ToList();
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }
}
