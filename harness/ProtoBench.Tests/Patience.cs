using System.Diagnostics;
using ProtoBench.Machine;

namespace ProtoBench.Tests;

/// <summary>
/// How long a test waits before what it waits for counts as hung. No test waits that long for what works: the limit is ten times and more
/// what a step takes on a quiet machine, and grows with what the machine has to do.
/// </summary>
internal static class Patience
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    // Read once a second at most: some tests count what they allocate, and ask for a limit on the way.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private static readonly Lock Gate = new();
    private static MachineLoad _load = MachineLoad.Read();
    private static long _read = Stopwatch.GetTimestamp();

    /// <summary>For one step: an answer, a line, the end of a process that was told to end.</summary>
    public static TimeSpan Limit => Of(Quiet);

    /// <summary>For a whole run of a program, which takes several seconds where nothing disturbs it.</summary>
    public static TimeSpan LongLimit => Of(4 * Quiet);

    /// <summary>What is generous on a quiet machine, for this one as it is now.</summary>
    public static TimeSpan Of(TimeSpan quiet)
    {
        lock (Gate)
        {
            if (Stopwatch.GetElapsedTime(_read) > Fresh)
            {
                (_load, _read) = (MachineLoad.Read(), Stopwatch.GetTimestamp());
            }

            return _load.Stretch(quiet);
        }
    }
}
