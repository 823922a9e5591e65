using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Trials;

/// <summary>
/// Decides whether a trial at an offered rate measured that rate, from an empty queue on, with every arrival in its figures. Pure.
/// </summary>
internal static class OpenLoopChecks
{
    /// <summary>
    /// Below this share of the offered rate the server was saturated, and latency says how long the queue had time to grow, nothing else.
    /// </summary>
    public const double LowestAchievedShare = 0.97;

    /// <summary>
    /// Above this share it worked off what had waited since before the window: nobody completes more than is offered, so the rate and the
    /// times are the warm-up's.
    /// </summary>
    public const double HighestAchievedShare = 1.03;

    /// <summary>
    /// Arrivals that may wait when the window begins, as a share of those due in it: 1 %, what p99 leaves out. The window's own arrivals
    /// stand in line behind them.
    /// </summary>
    public const double LargestBacklogShare = 0.01;

    /// <summary>This many may always wait: a percentile is given only with ten samples beyond it, so they can decide none.</summary>
    public const int AlwaysAllowedBacklog = LatencySummaries.FewestBeyond;

    /// <summary>
    /// The pacing thread may be this late at p99 before the trial runs "late": five times the wake-up of an idle virtual processor (30-200
    /// µs). With fewer arrivals than a p99 needs, the highest percentile that is told counts: three of 300 that were late decide nothing.
    /// </summary>
    public const double LatestPacingMicroseconds = 1000;

    /// <summary>
    /// Later pacing is accepted while it is below this share of the response time at the same percentile, because it can only add that much
    /// to it.
    /// </summary>
    public const double PacingShareOfResponse = 0.1;

    private const double Edges = 2;

    // Standard errors that chance is given before a count contradicts what was asked: beyond four lies one trial of 16,000.
    private const double ChanceErrors = 4;

    /// <summary>The reasons against the trial, as clauses.</summary>
    /// <param name="load">What was asked for.</param>
    /// <param name="result">With its latencies.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="pacer">The side that keeps the schedule.</param>
    public static IEnumerable<string> Faults(
        LoadPoint load, TrialResult result, Measurement measurement, string pacer = "client") =>
        [
            .. OtherRate(load, measurement, pacer), .. OfServer(result, measurement), .. OfWarmUp(result, measurement),
            .. Late(result, measurement, pacer),
        ];

    /// <summary>Those that are the client's: it did not offer what it should have, when it should have.</summary>
    public static IReadOnlyList<string> OfClient(LoadPoint load, TrialResult result, Measurement measurement) =>
        [.. OtherRate(load, measurement, "client"), .. Late(result, measurement, "client")];

    /// <summary>Those that say that the server could not keep up.</summary>
    public static IReadOnlyList<string> OfServer(TrialResult result, Measurement measurement) => [.. Queued(result, measurement)];

    /// <summary>Those that say that response times have a wait in them which was there before the window.</summary>
    public static IReadOnlyList<string> OfWarmUp(TrialResult result, Measurement measurement) => [.. WorkedOff(result, measurement)];

    /// <summary>
    /// A note where so many arrivals waited for one of the allowed places that the limit is part of the response times; null otherwise.
    /// </summary>
    public static string? LimitReached(LoadPoint load, Measurement measurement) =>
        measurement.LongestBacklog is { } longest && longest > Allowed(measurement)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"all {load.InFlight} exchanges that may be in flight were, and up to {longest} arrivals waited for a place; "
                    + $"response times include that wait")
            : null;

    /// <summary>A note where the warm-up left a queue that the window does not have; null otherwise.</summary>
    public static string? Dropped(Measurement measurement) => measurement.OverdueDropped is { } dropped and > AlwaysAllowedBacklog
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{dropped} arrivals were overdue when the warm-up ended and were dropped, so that the window began without their queue")
        : null;

    // How many arrivals a window holds is chance only where arrivals are (Poisson: the variance is the mean); else it is exact up to one at
    // each edge. Slices have edges of their own, whose number is not known here.
    private static IEnumerable<string> OtherRate(LoadPoint load, Measurement measurement, string pacer)
    {
        if (load.Rate is not { } asked || measurement is not { OfferedRate: { } offered, DrivenSeconds: null })
        {
            yield break;
        }

        var (wanted, due) = (asked * measurement.WindowSeconds, offered * measurement.WindowSeconds);
        var chance = load.Arrivals == ArrivalLaw.Poisson ? 1 + (ChanceErrors * Math.Sqrt(wanted)) : 1;
        if (Math.Abs(due - wanted) > Math.Max(chance, (1 - LowestAchievedShare) * wanted))
        {
            yield return Text(
                $"{offered:0.#} arrivals/s were offered where {asked:0.#}/s were asked for: the {pacer} could not keep the schedule");
        }
    }

    private static IEnumerable<string> Queued(TrialResult result, Measurement measurement)
    {
        var (offered, achieved) = (measurement.OfferedRate ?? 0, measurement.AchievedRate ?? 0);
        var outcomes = measurement.Outcomes;
        var chance = EdgesByChance(result, achieved) / measurement.WindowSeconds;
        var leftOver = measurement.BacklogAtEnd > Allowed(measurement);
        if (achieved < LowestAchievedShare * offered && (leftOver || achieved < offered - chance))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"saturated: it achieved {achieved:0} of {offered:0} offered exchanges/s ({achieved / offered:P0}), up to "
                    + $"{measurement.LongestBacklog ?? 0} waiting, {outcomes.NotSent} never sent");
        }
        else if (leftOver && measurement.BacklogAtEnd > measurement.BacklogAtStart)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"saturated: {measurement.BacklogAtEnd} arrivals still waited when the window was over, so response times say for "
                    + $"how long it was measured");
        }
        else if (outcomes.NotSent > 0)
        {
            yield return Text(
                $"{outcomes.NotSent} of {outcomes.Total} arrivals were never sent, so the longest waits are in no percentile");
        }
    }

    private static IEnumerable<string> WorkedOff(TrialResult result, Measurement measurement)
    {
        var (offered, achieved) = (measurement.OfferedRate ?? 0, measurement.AchievedRate ?? 0);
        var chance = EdgesByChance(result, achieved) / measurement.WindowSeconds;
        if (achieved > HighestAchievedShare * offered && achieved > offered + chance)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"it achieved {achieved:0} exchanges/s where {offered:0} were offered ({achieved / offered:P0}): it worked off "
                    + $"what had waited since the warm-up, and that wait is in its response times");
        }

        if (measurement.BacklogAtStart is { } waiting && waiting > Allowed(measurement))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{waiting} arrivals of the warm-up still waited when the window began (at most {Allowed(measurement):0} of "
                    + $"{Due(measurement):0} may): a longer warm-up or a lower rate would show the server without that queue");
        }
    }

    private static IEnumerable<string> Late(TrialResult result, Measurement measurement, string pacer)
    {
        if (measurement.PacingLateness is not { } histogram)
        {
            yield return $"the {pacer} did not say how late it was";
            yield break;
        }

        var pacing = LatencySummaries.Of(HistogramText.Decode(histogram));
        if (pacing is not null && Highest(pacing, result.ResponseMicroseconds) is var (late, response, share)
            && late > LatestPacingMicroseconds && late > PacingShareOfResponse * (response ?? 0))
        {
            yield return Text($"the {pacer} ran late: {share} of the arrivals were handled {late:0} µs or more after they were due");
        }
    }

    private static (double Pacing, double? Response, string Share)? Highest(LatencySummary pacing, LatencySummary? all) => pacing switch
    {
        { P99: { } late } => (late, all?.P99, "1 %"),
        { P90: { } late } => (late, all?.P90, "10 %"),
        { P50: { } late } => (late, all?.P50, "half"),
        _ => null,
    };

    // Completed minus due is what was in flight at the window's start minus what was at its end. Each is about rate × service time
    // (Little's law) and varies like a count of independent events, so their difference has twice that variance. Where subscribers ask
    // after a pause an event waits for that for its response time, and all that came in a pause go at once: at one edge nothing may wait
    // and at the other a whole pause's, twice what waits in the mean. Without a time one may lie beyond either edge: of twenty that is
    // more than 3 %. A response time alone proves nothing, because it also grows where a server cannot keep up.
    private static double EdgesByChance(TrialResult result, double achieved)
    {
        var polled = result.Facts?.More.ContainsKey(PollIntervalSetting.FactName) == true;
        if ((polled ? result.ResponseMicroseconds : result.ServiceMicroseconds) is not { } time)
        {
            return Edges;
        }

        var waiting = achieved * time.Mean / 1e6;
        return 1 + (ChanceErrors * Math.Sqrt(2 * waiting)) + (polled ? 2 * waiting : 0);
    }

    private static double Due(Measurement measurement) => (measurement.OfferedRate ?? 0) * measurement.WindowSeconds;

    private static double Allowed(Measurement measurement) => Math.Max(AlwaysAllowedBacklog, LargestBacklogShare * Due(measurement));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
