namespace ProtoBench.Tests;

/// <summary>
/// The lanes of <c>scripts/test.sh</c>, written at a class as <c>[Trait(Lane.Name, Lane.Waiting)]</c>. A class without one is pure: it
/// starts no process, opens no socket and waits for no clock. <c>LaneTests</c> checks that.
/// </summary>
internal static class Lane
{
    public const string Name = "lane";

    /// <summary>Starts processes, talks to itself or waits; judges no time, so several run at once.</summary>
    public const string Waiting = "waiting";

    /// <summary>Judges what was measured, or changes what belongs to the whole process: nothing runs beside it.</summary>
    public const string Alone = "alone";
}
