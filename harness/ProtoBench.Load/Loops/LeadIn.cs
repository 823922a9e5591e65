namespace ProtoBench.Load.Loops;

/// <summary>How long an open loop goes on unrecorded before its window, from an empty server on.</summary>
internal static class LeadIn
{
    // The load is as in its midst again when what is in flight has been replaced twice.
    private const int Exchanges = 2;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Where what was in flight took so long to end: twice that, 0.1 to 1 s.</summary>
    public static TimeSpan Behind(TimeSpan settled) =>
        TimeSpan.FromTicks(Math.Clamp((Exchanges * settled).Ticks, Shortest.Ticks, Longest.Ticks));
}
