namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Tells first arrivals from duplicates by sequence number: a bitmap of the latest numbers that slides along, as IPsec's anti-replay window
/// (RFC 4303 section 3.4.3). What comes more than <see cref="Size"/> numbers late cannot be told apart and is taken for a duplicate.
/// </summary>
internal sealed class SequenceWindow
{
    /// <summary>65,536 numbers: at a million datagrams a second, reordering by up to 65 ms.</summary>
    public const int Size = 64 * 1024;

    private readonly ulong[] _seen = new ulong[Size / 64];
    private long _next;

    /// <summary>Is this the first time that <paramref name="sequence"/> is seen?</summary>
    public bool TryAdd(long sequence)
    {
        if (sequence < 0 || sequence <= _next - 1 - Size)
        {
            return false;
        }

        Forget(sequence);
        ref var word = ref _seen[sequence % Size / 64];
        var bit = 1UL << (int)(sequence % 64);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    /// <summary>Frees the places of the numbers that <paramref name="sequence"/> pushes out of the window.</summary>
    private void Forget(long sequence)
    {
        if (sequence - _next >= Size)
        {
            Array.Clear(_seen);
            _next = sequence + 1;
        }

        for (; _next <= sequence; _next++)
        {
            _seen[_next % Size / 64] &= ~(1UL << (int)(_next % 64));
        }
    }
}
