namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What one lane's exchanges of the window came to. Any thread may add; sums are right when nothing is in flight.</summary>
internal sealed class CopyTally
{
    private long _exchanges;
    private long _sent;
    private long _byFirst;
    private long _bySecond;
    private long _byLater;
    private long _failed;
    private long _wasted;
    private long _unanswered;
    private long _doubtful;

    public CopyCounts Counts => new(
        Volatile.Read(ref _exchanges),
        Volatile.Read(ref _sent),
        Volatile.Read(ref _byFirst),
        Volatile.Read(ref _bySecond),
        Volatile.Read(ref _byLater),
        Volatile.Read(ref _failed),
        Volatile.Read(ref _wasted),
        Volatile.Read(ref _unanswered),
        Volatile.Read(ref _doubtful));

    public void Begin() => Interlocked.Increment(ref _exchanges);

    public void Send() => Interlocked.Increment(ref _sent);

    /// <param name="copy">Which copy's answer was the first: 0 the first request's.</param>
    public void Answer(int copy) => Interlocked.Increment(ref copy == 0 ? ref _byFirst : ref copy == 1 ? ref _bySecond : ref _byLater);

    public void Fail() => Interlocked.Increment(ref _failed);

    /// <summary>Failed, and nobody knows whether the server carried it out.</summary>
    public void Doubt() => Interlocked.Increment(ref _doubtful);

    public void Waste() => Interlocked.Increment(ref _wasted);

    public void Miss() => Interlocked.Increment(ref _unanswered);
}

/// <summary>Of exchanges that began inside the window.</summary>
/// <param name="Exchanges">Intentions.</param>
/// <param name="Sent">Requests for them, the first ones included.</param>
/// <param name="ByFirst">Answered by the first request.</param>
/// <param name="BySecond">By the second.</param>
/// <param name="ByLater">By a later one.</param>
/// <param name="Failed">By none.</param>
/// <param name="Wasted">Answers that came when another one had been taken.</param>
/// <param name="Unanswered">Requests that were given up or failed.</param>
/// <param name="Doubtful">Exchanges that failed without a word whether they were carried out, and could not be sent again.</param>
internal readonly record struct CopyCounts(
    long Exchanges, long Sent, long ByFirst, long BySecond, long ByLater, long Failed, long Wasted, long Unanswered, long Doubtful = 0)
{
    public static CopyCounts operator +(CopyCounts one, CopyCounts other) => new(
        one.Exchanges + other.Exchanges,
        one.Sent + other.Sent,
        one.ByFirst + other.ByFirst,
        one.BySecond + other.BySecond,
        one.ByLater + other.ByLater,
        one.Failed + other.Failed,
        one.Wasted + other.Wasted,
        one.Unanswered + other.Unanswered,
        one.Doubtful + other.Doubtful);
}
