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

    /// <summary>The warnings, and what percentiles need at each offered rate.</summary>
    public static IReadOnlyList<string> All(Plan plan) =>
        [.. Warnings(plan).Select(warning => "warning: " + warning), .. TailSamples.Of(plan)];

    private static LinkCapacity? CapacityOf(Plan plan, string link) => ScenarioLinks.Of(plan.Scenario, link) is { } profile
        ? new LinkCapacity(
            profile.Up.MeanBitsPerSecond, profile.Up.OverheadBytes, profile.Down.MeanBitsPerSecond, profile.Down.OverheadBytes)
        : null;
}
