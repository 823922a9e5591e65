namespace ProtoBench.Contract;

/// <summary>
/// Packets that transports of our own in this process, which neither the kernel nor a QUIC library counts, have sent again.
/// </summary>
public static class PacketsSentAgain
{
    private static long _total;

    /// <summary>Over all connections, closed ones included.</summary>
    public static long Total => Interlocked.Read(ref _total);

    internal static void Count() => Interlocked.Increment(ref _total);
}
