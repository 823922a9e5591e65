namespace ProtoBench.Protocols.Http;

/// <summary>Payload to send without making it: read-only views of one array that all senders share.</summary>
internal static class PayloadBlocks
{
    /// <summary>64 KiB: large enough that a write's fixed cost vanishes, small enough to stay in the second-level cache.</summary>
    public const int LargestBytes = 64 * 1024;

    private static readonly byte[] Bytes = Payload.Create(LargestBytes + Payload.Period);

    /// <summary>The bytes of a message from <paramref name="offset"/> on: <paramref name="wanted"/> of them, but at most <see cref="LargestBytes"/>.</summary>
    public static ReadOnlyMemory<byte> At(long offset, long wanted) =>
        Bytes.AsMemory((int)(offset % Payload.Period), (int)Math.Min(wanted, LargestBytes));
}
