namespace ProtoBench.Contract.Duplicates;

/// <summary>
/// The ids of what was carried out, one after the other, so that they can be counted when all is over: to write one costs far less than to
/// look for it, and a server that suppresses nothing is not to pay for what tells of it.
/// </summary>
internal sealed class CarriedLog
{
    // 1 MiB of ids, allocated when the piece before it is full.
    private const int PieceBits = 16;
    private const int PieceIds = 1 << PieceBits;

    /// <summary>Ids that are kept, the first ones: 64 MiB.</summary>
    public const long Most = 64L * PieceIds;

    private readonly RequestId[]?[] _pieces = new RequestId[]?[Most >> PieceBits];
    private readonly Lock _growing = new();
    private long _count;

    public CarriedLog() => _pieces[0] = new RequestId[PieceIds];

    /// <summary>From any thread.</summary>
    public void Add(RequestId id)
    {
        var at = Interlocked.Increment(ref _count) - 1;
        if (at < Most)
        {
            var piece = (int)(at >> PieceBits);
            (Volatile.Read(ref _pieces[piece]) ?? Grow(piece))[at & (PieceIds - 1)] = id;
        }
    }

    /// <summary>How often something was carried out, and for how many ids. When nothing is added any more.</summary>
    /// <returns>Both of the first <see cref="Most"/>, and how many came after these.</returns>
    public (long Times, long Ids, long Beyond) Count()
    {
        var all = Interlocked.Read(ref _count);
        var kept = Math.Min(all, Most);
        var ids = new HashSet<RequestId>((int)kept);
        for (var at = 0L; at < kept; at++)
        {
            ids.Add(_pieces[at >> PieceBits]![at & (PieceIds - 1)]);
        }

        return (kept, ids.Count, all - kept);
    }

    private RequestId[] Grow(int piece)
    {
        lock (_growing)
        {
            return _pieces[piece] ??= new RequestId[PieceIds];
        }
    }
}
