namespace ProtoBench.Contract.Duplicates;

/// <summary>
/// What a server knows of the requests that it carries out: how often each was, which are not to be carried out again, and whose
/// connections are to be reset in place of an answer. One for all of its connections; from any thread.
/// </summary>
public sealed class RequestLedger
{
    private readonly CarriedLog? _log;
    private readonly RequestMemory? _memory;
    private readonly double _resetShare;
    private long _arrivals;
    private long _resets;
    private long _suppressed;

    /// <param name="readsIds">Do requests begin with a <see cref="RequestId"/>?</param>
    /// <param name="remembered">
    /// Ids of the last so many requests, which are answered and not carried out again; null: each request is carried out.
    /// </param>
    /// <param name="resetShare">Share of requests that are carried out and not answered, because their connection is reset.</param>
    public RequestLedger(bool readsIds, int? remembered = null, double resetShare = 0)
    {
        _log = readsIds ? new CarriedLog() : null;
        _memory = readsIds && remembered is { } ids ? new RequestMemory(ids) : null;
        _resetShare = resetShare;
    }

    public bool ReadsIds => _log is not null;

    /// <summary>When nothing is served any more.</summary>
    public RequestCounts Count()
    {
        var (times, ids, beyond) = _log?.Count() ?? default;
        return new RequestCounts(
            times, times - ids, Interlocked.Read(ref _suppressed), Interlocked.Read(ref _resets), beyond, _memory?.Bytes ?? 0);
    }

    /// <summary>Is a request to be carried out? Then <see cref="End"/> is called when it has been.</summary>
    /// <param name="id">Of the request, where <see cref="ReadsIds"/>.</param>
    /// <param name="place">For <see cref="End"/>.</param>
    internal bool TryBegin(RequestId id, out int place)
    {
        place = 0;
        if (_memory is null || _memory.TryBegin(id, out place))
        {
            return true;
        }

        if (id.IsMeasured)
        {
            Interlocked.Increment(ref _suppressed);
        }

        return false;
    }

    /// <summary>A request has been carried out.</summary>
    internal void End(RequestId id, int place)
    {
        if (id.IsMeasured)
        {
            _log?.Add(id);
        }

        _memory?.End(id, place);
    }

    /// <summary>Is the next request answered? False: its connection is reset instead. Asked once for each.</summary>
    internal bool Answers()
    {
        if (_resetShare <= 0 || !IsChosen(Interlocked.Increment(ref _arrivals)))
        {
            return true;
        }

        Interlocked.Increment(ref _resets);
        return false;
    }

    // By chance and not every hundredth: that would meet the same lanes again and again. SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private bool IsChosen(long arrival)
    {
        var mixed = (ulong)arrival * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return mixed < _resetShare * ulong.MaxValue;
    }
}

/// <summary>What a <see cref="RequestLedger"/> saw.</summary>
/// <param name="CarriedOut">How often a request of the window was carried out.</param>
/// <param name="CarriedOutAgain">How many of these times it had been carried out before.</param>
/// <param name="Suppressed">Requests of the window that were answered and not carried out again.</param>
/// <param name="Resets">Connections that were reset in place of an answer, over the server's whole life.</param>
/// <param name="Uncounted">How often something was carried out after so many that no more were counted.</param>
/// <param name="MemoryBytes">What the remembered ids take.</param>
public sealed record RequestCounts(
    long CarriedOut, long CarriedOutAgain, long Suppressed, long Resets, long Uncounted, long MemoryBytes);

/// <summary>The server resets the connection, because its <see cref="RequestLedger"/> says so.</summary>
internal sealed class ResetOnPurposeException() : IOException("the server resets this connection, as its order says")
{
}
