namespace ProtoBench.Plans;

/// <summary>Sizes as scenario files write them.</summary>
internal static class ByteText
{
    /// <summary>In the largest binary unit that leaves a whole number: <c>16 MiB</c>, <c>1 KiB</c>, <c>1,400 B</c>.</summary>
    public static string Format(int bytes) => bytes switch
    {
        > 0 when bytes % (1 << 20) == 0 => $"{bytes >> 20:N0} MiB",
        > 0 when bytes % (1 << 10) == 0 => $"{bytes >> 10:N0} KiB",
        _ => $"{bytes:N0} B",
    };
}
