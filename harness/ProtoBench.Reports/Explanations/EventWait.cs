using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reports.Explanations;

/// <summary>What pushed events wait for until their subscriber asks for them, which one with a stream does not have to.</summary>
/// <param name="How">Why they wait, as a clause.</param>
/// <param name="Mean">Mean wait, in microseconds.</param>
/// <param name="Tail">What one of a hundred waits at least, in microseconds.</param>
internal sealed record EventWait(string How, double Mean, double Tail)
{
    /// <summary>Null: nobody asks, or it is not known how long asking takes.</summary>
    public static EventWait? Of(CellSummary cell) => cell.Cell.Arm.Delivery switch
    {
        Delivery.ShortPolling when Polling.Of(cell) is { } polling => Short(polling.Pause, polling.Request),
        Delivery.LongPolling when RoundTrip.Of(cell) is { } trip && cell.Cell.Load is { Rate: { } rate, Arrivals: ArrivalLaw.Poisson } =>
            Long(trip, rate),
        _ => null,
    };

    /// <summary>
    /// Requests come to the server a pause and the time of a request apart, and events at any time between them: the wait is uniform.
    /// </summary>
    /// <param name="pause">From an answer to the next request, in microseconds.</param>
    /// <param name="request">From a request to its answer, in microseconds.</param>
    public static EventWait Short(double pause, double request) => new(
        $"its subscriber asks {Difference.Time(pause)} after each answer, and a request takes {Difference.Time(request)}",
        (pause + request) / 2,
        0.99 * (pause + request));

    /// <summary>
    /// For a round trip after an answer no request is at the server. Of the events that come meanwhile each waits half of it on average;
    /// where none has come, one finds a request there and waits for nothing.
    /// </summary>
    /// <param name="roundTrip">In microseconds.</param>
    /// <param name="rate">Independent events per second.</param>
    public static EventWait Long(double roundTrip, double rate)
    {
        var meanwhile = rate * roundTrip / 1e6;
        return new(
            $"no request is at the server for the {Difference.Time(roundTrip)} after each answer",
            meanwhile / (meanwhile + Math.Exp(-meanwhile)) * roundTrip / 2,
            0.99 * roundTrip);
    }
}
