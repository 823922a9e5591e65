using System.Globalization;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>Loads whose rate changes over the window, and how long that is.</summary>
internal static class ShapeRules
{
    // Below this is rounding.
    private const double Tolerance = 1e-6;

    /// <summary>
    /// The scenario with the mean rate of each such load over its window, which a trial then has to offer; reports steps that last for
    /// another time than a trial measures.
    /// </summary>
    public static Scenario Fit(MappingReader reader, Key duration, Scenario scenario)
    {
        var seconds = scenario.Duration.TotalSeconds;
        foreach (var load in scenario.Workloads.SelectMany(workload => workload.Loads ?? scenario.Loads)
            .Where(load => load.Shape?.Steps is not null).DistinctBy(load => load.Name))
        {
            var together = load.Shape!.Steps!.Lengths(seconds).Sum();
            if (Math.Abs(together - seconds) > Tolerance)
            {
                reader.Report(
                    duration,
                    ScenarioErrorCodes.OutOfRange,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the steps of load point '{load.Name}' last {together:0.###} s together, and a trial measures {seconds:0.###} s"),
                    string.Create(CultureInfo.InvariantCulture, $"write duration: {together:0.###} s, or steps without 'for'"));
            }
        }

        return scenario with
        {
            Loads = Fitted(scenario.Loads, seconds),
            Workloads = [.. scenario.Workloads.Select(
                workload => workload.Loads is { } own ? workload with { Loads = Fitted(own, seconds) } : workload)],
        };
    }

    private static IReadOnlyList<LoadPoint> Fitted(IReadOnlyList<LoadPoint> loads, double seconds) =>
        loads.All(load => load.Shape is null)
            ? loads
            : [.. loads.Select(load => load.Shape is { } shape ? load with { Rate = shape.Arrivals(seconds) / seconds } : load)];
}
