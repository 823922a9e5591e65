namespace ProtoBench.Quic.Options;

/// <summary>Packets that connections of this process declared lost (RFC 9002, section 6), whose contents they then sent again.</summary>
public static class QuicLosses
{
    private static long _packets;

    /// <summary>Over all connections with <see cref="QuicOptions.CountLosses"/> or a qlog, closed ones included.</summary>
    public static long Packets => Interlocked.Read(ref _packets);

    internal static void Count() => Interlocked.Increment(ref _packets);
}
