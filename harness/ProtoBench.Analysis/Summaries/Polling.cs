using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// What short polling comes to in the trials of a cell. A subscriber that pauses after each answer asks a pause and a request apart; events
/// come at any time between, wait half of that, and travel for half of a request: half of the pause and a request on average.
/// </summary>
/// <param name="Pause">Mean pause before a request, in microseconds.</param>
/// <param name="Request">Mean time of a request, in microseconds.</param>
/// <param name="Delay">Mean time from when an event was due until its subscriber had it, in microseconds.</param>
/// <param name="Events">Events that were delivered; the same one to several subscribers counts as often.</param>
internal sealed record Polling(double Pause, double Request, double Delay, long Events)
{
    // 95 % of a normal distribution, which a mean of so many waits has.
    private const double Deviations = 1.96;

    /// <summary>What the delay ought to be.</summary>
    public double Predicted => (Pause / 2) + Request;

    /// <summary>
    /// How far chance takes the mean of so many events from that in 19 of 20 runs, as a share of it: a wait that is uniform over a pause
    /// and a request has a standard deviation of their sum ÷ √12.
    /// </summary>
    public double Chance => Deviations * (Pause + Request) / Math.Sqrt(12) / Math.Sqrt(Events) / Predicted;

    /// <summary>Of all trials that count; null: the cell does not poll, or its run is from before its requests were timed.</summary>
    public static Polling? Of(CellSummary cell)
    {
        var trials = cell.Cell.Arm.Delivery != Delivery.ShortPolling ? [] : cell.Succeeded
            .Where(trial => trial is { ResponseMicroseconds.Count: > 0 } && Figure(trial, PollIntervalSetting.RequestFigure) is not null
                && Figure(trial, PollIntervalSetting.PauseFigure) is not null)
            .ToList();
        if (trials.Count == 0)
        {
            return null;
        }

        var events = trials.Sum(trial => trial.ResponseMicroseconds!.Count);
        return new Polling(
            trials.Average(trial => Figure(trial, PollIntervalSetting.PauseFigure)!.Value),
            trials.Average(trial => Figure(trial, PollIntervalSetting.RequestFigure)!.Value),
            trials.Sum(trial => trial.ResponseMicroseconds!.Mean * trial.ResponseMicroseconds.Count) / events,
            events);
    }

    /// <summary>Events that it takes for a mean within a share of the prediction in 19 of 20 runs.</summary>
    /// <param name="pause">Between an answer and the next request.</param>
    /// <param name="request">Time of a request, in the same unit.</param>
    /// <param name="share">For example 0.05.</param>
    public static long EventsFor(double pause, double request, double share)
    {
        var one = new Polling(pause, request, 0, 1).Chance / share;
        return (long)Math.Ceiling(one * one);
    }

    private static double? Figure(TrialResult trial, string key) =>
        trial.Measurement?.Figures?.TryGetValue(key, out var value) == true ? value : null;
}
