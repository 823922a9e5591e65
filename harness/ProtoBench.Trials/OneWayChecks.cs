using System.Globalization;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;

namespace ProtoBench.Trials;

/// <summary>
/// Withholds what is less certain than the clocks of both sides allow: of times that begin on one side and end on the other, and of what
/// both did in one window. Pure.
/// </summary>
internal static class OneWayChecks
{
    /// <summary>A one-way figure is told where the clocks' error is at most this share of it.</summary>
    public const double LargestShare = 0.1;

    /// <summary>What a server used in a window is told where the clocks' error is at most this share of the window.</summary>
    public const double LargestShareOfWindow = 0.05;

    /// <summary>The measurement without what is too uncertain, and a sentence for what is gone.</summary>
    /// <param name="cell">What was measured.</param>
    /// <param name="measurement">As the client recorded it.</param>
    /// <param name="clocks">Null: both sides read one clock.</param>
    public static (Measurement Measurement, IReadOnlyList<string> Notes) Withhold(Cell cell, Measurement measurement, TrialClocks? clocks)
    {
        if (clocks is not { OneWayBoundNanoseconds: > 0 and var bound }
            || WorkloadCatalog.Of(cell.Workload.Kind).OneWay(cell.Workload) is not { } oneWay)
        {
            return (measurement, []);
        }

        List<string> gone = [];
        if (oneWay.Latencies && IsVague(Median(measurement.Response) ?? Median(measurement.Service), bound))
        {
            gone.Add("response and service times");
            measurement = measurement with { Response = null, Service = null, Intervals = null };
        }

        if (measurement.Times is { } times)
        {
            var kept = times.Where(time => !oneWay.Times.Any(one => one.Key == time.Key && IsVague(Median(time.Value), bound)))
                .ToDictionary(StringComparer.Ordinal);
            gone.AddRange(
                oneWay.Times.Where(time => times.ContainsKey(time.Key) && !kept.ContainsKey(time.Key)).Select(time => time.Title));
            measurement = measurement with { Times = kept };
        }

        if (measurement.Figures is { } figures)
        {
            var kept = new Dictionary<string, double>(figures, StringComparer.Ordinal);
            foreach (var figure in oneWay.Figures.Where(one => kept.TryGetValue(one.Key, out var value) && IsVague(value * 1e3, bound)))
            {
                kept.Remove(figure.Key);
                gone.Add(figure.Title);
            }

            if (oneWay.Limited is var (limited, limit) && IsVague(limit.TotalNanoseconds, bound) && kept.Remove(limited.Key))
            {
                gone.Add(limited.Title);
            }

            if (oneWay.Bound is { } told)
            {
                kept[told.Key] = bound / 1e3;
            }

            measurement = measurement with { Figures = kept };
        }

        return (measurement, gone.Count == 0 ? [] : [
            string.Create(
                CultureInfo.InvariantCulture,
                $"not told, because the clocks of both sides are known to within {bound / 1e3:0.#} µs only, which is more than "
                    + $"{LargestShare:P0} of it: {string.Join(", ", gone)}"),
        ]);
    }

    /// <summary>Why a trial's clocks spoil it; null when they do not.</summary>
    public static string? Fault(Measurement measurement, TrialClocks? clocks) =>
        clocks is { OneWayBoundNanoseconds: var bound } && bound > LargestShareOfWindow * measurement.WindowSeconds * 1e9
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the clocks of both sides are known to within {bound / 1e6:0.###} ms only, more than {LargestShareOfWindow:P0} of the "
                    + $"window: what the server did in it is not known")
            : null;

    private static bool IsVague(double? nanoseconds, long bound) => nanoseconds is { } value && bound > LargestShare * value;

    // The least that is told of a distribution, but for its minimum.
    private static double? Median(string? histogram) =>
        histogram is null || HistogramText.Decode(histogram) is not { Count: > 0 } times ? null : times.ValueAtQuantile(0.5);
}
