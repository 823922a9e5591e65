using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Records the exchanges of a window. Before it, it rehearses: otherwise the runtime would meet what records in the window's first
/// milliseconds, compile it there twice (with probes, then for good), and take the processor from exchanges for that.
/// </summary>
/// <param name="recorders">Of all threads.</param>
/// <param name="window">Whose exchanges count.</param>
internal sealed class WindowRecording(RecorderSet recorders, LoadWindow window)
{
    // Of a set of its own, because that of the window is begun while this may be in use.
    private readonly LatencyRecorder _apart = new RecorderSet(recorders.OpenLoop, requests: recorders.Requests).Apart();
    private int _inUse;

    /// <summary>An exchange has ended.</summary>
    /// <param name="lane">Where it was.</param>
    /// <param name="outcome">How.</param>
    /// <param name="intended">When it was to start, which decides whether it is the window's; null: a closed loop, its start does.</param>
    /// <param name="start">When it started.</param>
    /// <param name="end">When it ended.</param>
    public void Record(Lane lane, ExchangeOutcome outcome, long? intended, long start, long end)
    {
        if (window.Contains(intended ?? start))
        {
            Record(recorders.ForThisThread, lane, outcome, intended, start, end);
        }
        else if (window.Start == long.MaxValue && Interlocked.Exchange(ref _inUse, 1) == 0)
        {
            // The thread's own is found now, too.
            _ = recorders.ForThisThread;
            Record(_apart, lane, outcome, intended, start, end);
            Volatile.Write(ref _inUse, 0);
        }
    }

    private static void Record(LatencyRecorder recorder, Lane lane, ExchangeOutcome outcome, long? intended, long start, long end)
    {
        if (intended is { } planned)
        {
            recorder.RecordOpen(outcome, planned, start, end);
        }
        else
        {
            recorder.RecordClosed(outcome, start, end);
        }

        recorder.Answers?.Record(lane.Request, outcome, lane.Answer, intended ?? start, end);
    }
}
