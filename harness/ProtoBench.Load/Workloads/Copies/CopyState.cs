namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// Where one lane's exchange stands, in a word that any thread may change: its number, how many of its copies were sent, how many of those
/// failed, and whether it still waits. Who changes it first decides, so that an exchange ends once, a copy leaves once, and what belongs to
/// an earlier exchange changes nothing.
/// </summary>
internal static class CopyState
{
    private const int FailedAt = 1;
    private const int SentAt = 9;
    private const int NumberAt = 17;
    private const long Open = 1;
    private const long Eight = 0xFF;

    /// <summary>A new exchange, whose first copy is about to be sent.</summary>
    public static void Begin(ref long state, long number) =>
        Volatile.Write(ref state, (number << NumberAt) | (1L << SentAt) | Open);

    public static long NumberOf(long state) => state >>> NumberAt;

    public static int SentOf(long state) => (int)((state >>> SentAt) & Eight);

    /// <summary>Does the exchange still wait, with so many copies sent?</summary>
    public static bool Waits(ref long state, long number, int sent) =>
        Volatile.Read(ref state) is var now && IsOpen(now, number) && SentOf(now) == sent;

    /// <summary>Ends the exchange; false when it has ended already.</summary>
    public static bool TryEnd(ref long state, long number)
    {
        while (Volatile.Read(ref state) is var now && IsOpen(now, number))
        {
            if (Interlocked.CompareExchange(ref state, now & ~Open, now) == now)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>May the caller send the next copy, the <paramref name="sent"/>th after the first?</summary>
    public static bool TrySend(ref long state, long number, int sent)
    {
        while (Volatile.Read(ref state) is var now && IsOpen(now, number) && SentOf(now) == sent)
        {
            if (Interlocked.CompareExchange(ref state, now + (1L << SentAt), now) == now)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A copy failed. Decides what comes of the exchange.</summary>
    /// <param name="state">Of the lane.</param>
    /// <param name="number">Of the copy's exchange.</param>
    /// <param name="most">Copies that the exchange may have, the first included.</param>
    /// <param name="sent">So many copies had been sent.</param>
    public static CopyLoss Lose(ref long state, long number, int most, out int sent)
    {
        while (Volatile.Read(ref state) is var now && IsOpen(now, number))
        {
            sent = SentOf(now);
            var next = now + (1L << FailedAt);
            var loss = CopyLoss.OthersWait;
            if (((next >>> FailedAt) & Eight) == sent)
            {
                (next, loss) = sent < most ? (next + (1L << SentAt), CopyLoss.SendNext) : (next & ~Open, CopyLoss.Failed);
            }

            if (Interlocked.CompareExchange(ref state, next, now) == now)
            {
                return loss;
            }
        }

        sent = 0;
        return CopyLoss.Over;
    }

    private static bool IsOpen(long state, long number) => (state & Open) != 0 && NumberOf(state) == number;
}

/// <summary>What comes of an exchange when a copy of it failed.</summary>
internal enum CopyLoss
{
    /// <summary>It had ended before.</summary>
    Over,

    /// <summary>Other copies are in flight.</summary>
    OthersWait,

    /// <summary>None is: the caller sends the next one at once.</summary>
    SendNext,

    /// <summary>None is, and none is left: the caller ends the exchange.</summary>
    Failed,
}
