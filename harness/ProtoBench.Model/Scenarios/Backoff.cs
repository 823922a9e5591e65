namespace ProtoBench.Model.Scenarios;

/// <summary>
/// How long a client waits before it tries again: twice as long each time, from the shortest to the longest wait, and each wait shortened
/// by a random part so that clients that failed together do not come back together (RFC 8085, 3.1.1, asks for both). Pure.
/// </summary>
/// <param name="Min">Before the first attempt.</param>
/// <param name="Max">Longest wait; equal to <paramref name="Min"/>, each wait is the same.</param>
/// <param name="Jitter">Part of a wait that is drawn, from 0 (none is: waits are exact) to 1.</param>
public sealed record Backoff(TimeSpan Min, TimeSpan Max, double Jitter)
{
    /// <summary>Of a workload that names none.</summary>
    public static Backoff Default { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), 0);

    /// <summary>The wait before an attempt.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="drawn">From 0 to 1: where in the jitter it falls.</param>
    public TimeSpan Before(int attempt, double drawn)
    {
        // Beyond 2^30 every wait is the longest.
        var full = Math.Min(Max.TotalSeconds, Min.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return TimeSpan.FromSeconds(full * (1 - (Jitter * drawn)));
    }

    /// <summary>
    /// Attempts that a client makes of which only the last one meets a server, where attempts take no time and nothing is drawn: with a
    /// fixed wait of 100 ms and 500 ms to go, five.
    /// </summary>
    /// <param name="left">From when it began to wait until somebody listens.</param>
    public int AttemptsWithin(TimeSpan left)
    {
        var (attempts, waited) = (0, TimeSpan.Zero);
        do
        {
            waited += Before(++attempts, 0);
        }
        while (waited < left);
        return attempts;
    }
}
