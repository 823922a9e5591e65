namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>Which sequences have been received: tells a first arrival from a duplicate, and what to acknowledge.</summary>
internal sealed class ReceiveWindow
{
    /// <summary>The lowest sequence that has not been received.</summary>
    public long Next { get; private set; }

    /// <summary>Bit i: <see cref="Next"/> + i has been received. Bit 0 never is.</summary>
    public UInt128 Beyond { get; private set; }

    /// <summary>The latest transmission that has been received; 0: none.</summary>
    public long Newest { get; private set; }

    /// <summary>Is this the first time that <paramref name="sequence"/> arrives, and within the window?</summary>
    public bool TryAdd(long sequence, long transmission)
    {
        Newest = Math.Max(Newest, transmission);
        var ahead = sequence - Next;
        if (ahead is < 0 or >= SendWindow.Size || ((Beyond >> (int)ahead) & 1) == 1)
        {
            return false;
        }

        Beyond |= UInt128.One << (int)ahead;
        while ((Beyond & 1) == 1)
        {
            Beyond >>= 1;
            Next++;
        }

        return true;
    }
}
