namespace ProtoBench.Commands;

/// <summary>
/// When this program's first line ran. The kernel's start time of the process is no help: a shell that has become this program by exec, as
/// scripts/bench.sh does after a build, passes its own on. So what the runtime needs to begin, some 60 ms, is not in it.
/// </summary>
internal static class ProgramStart
{
    /// <summary>Null where nobody has noted it, as in tests.</summary>
    public static DateTimeOffset? At { get; private set; }

    public static void Note() => At = DateTimeOffset.UtcNow;
}
