using System.Globalization;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>What a scenario with searches must have beside them.</summary>
internal static class SearchRules
{
    /// <summary>
    /// Reports a margin, which would end the run by pairs of arms, and trials too short for the percentile at the lowest rate.
    /// </summary>
    public static void Check(MappingReader reader, Key margin, Key duration, Scenario scenario)
    {
        var searches = scenario.Workloads.SelectMany(workload => workload.Loads ?? scenario.Loads)
            .Where(load => load.Search is not null).DistinctBy(load => load.Name).ToList();
        if (searches.Count > 0 && scenario.Margin is not null)
        {
            reader.Report(
                margin,
                ScenarioErrorCodes.KeyNotApplicable,
                "'margin' ends a run when arms are told apart, and a search ends by itself",
                "remove it",
                atKey: true);
        }

        foreach (var load in searches)
        {
            var (percentile, from) = (load.Search!.Objective.Metric, load.Search.From);
            var needed = TailSamples.Seconds(percentile, load);
            if (scenario.Duration.TotalSeconds < needed)
            {
                var least = from * needed / scenario.Duration.TotalSeconds;
                reader.Report(
                    duration,
                    ScenarioErrorCodes.OutOfRange,
                    $"{TailSamples.Needs(percentile, load)}, where load point '{load.Name}' begins",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"write duration: {Math.Ceiling(needed):0} s, or let it begin with from: {Math.Ceiling(least):0}/s"));
            }
        }
    }
}
