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

    /// <summary>
    /// Places sides on hosts, or in namespaces that are as good: mostly waits for them. Beside the next two lanes, each one by one.
    /// </summary>
    public const string Hosts = "hosts";

    /// <summary>
    /// Judges what was measured across a link, where times are the link's or a timer's: milliseconds, which neighbours leave as they are.
    /// </summary>
    public const string Links = "links";

    /// <summary>Measures programs and servers that are not ours, or two of a kind in turns.</summary>
    public const string Programs = "programs";

    /// <summary>
    /// Judges times and processor time of this machine alone, or changes what belongs to the whole process: nothing runs beside it.
    /// </summary>
    public const string Alone = "alone";
}
