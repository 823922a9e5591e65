using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Plans;
using ProtoBench.Protocols;
using ProtoBench.Reading.Links;

namespace ProtoBench.Commands;

/// <summary>What is known about a plan's figures before anything runs.</summary>
internal static class PlanAdvice
{
    /// <summary>Offered loads that their links cannot carry, as sentences.</summary>
    public static IReadOnlyList<string> Warnings(Plan plan)
    {
        var capacities = plan.Scenario.Links.ToDictionary(link => link, link => CapacityOf(plan, link), StringComparer.Ordinal);
        return LinkDemand.Of(plan, ProtocolCatalog.All, link => capacities.GetValueOrDefault(link));
    }

    /// <summary>The warnings, what percentiles need at each offered rate, and what only hosts can say.</summary>
    public static IReadOnlyList<string> All(Plan plan) =>
        [.. Warnings(plan).Select(warning => "warning: " + warning), .. TailSamples.Of(plan), .. Unknown(plan)];

    // Which libraries a host has it says when it is reached, and it is not reached to look at a plan.
    private static IEnumerable<string> Unknown(Plan plan) => plan.Scenario.Hosts is { } hosts
        ? [$"what {VerdictWords.List([.. hosts.All.Select(host => host.Name)])} can run of it is not known before the hosts are reached"]
        : [];

    private static LinkCapacity? CapacityOf(Plan plan, string link) => ScenarioLinks.Of(plan.Scenario, link) is { } profile
        ? new LinkCapacity(
            profile.Up.MeanBitsPerSecond, profile.Up.OverheadBytes, profile.Down.MeanBitsPerSecond, profile.Down.OverheadBytes)
        : null;
}
