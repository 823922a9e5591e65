using ProtoBench.Native;

namespace ProtoBench.Machine;

/// <summary>How often threads of this process leave their processors.</summary>
internal static class ContextSwitches
{
    // struct rusage: two times of two numbers each, then fourteen numbers.
    private const int Numbers = 18;

    /// <summary>So far, of their own will or not (getrusage(2), ru_nvcsw and ru_nivcsw); null: not known.</summary>
    public static unsafe long? SoFar()
    {
        var usage = stackalloc long[Numbers];
        return LibcProcesses.GetUsage(who: 0, usage) == 0 ? usage[Numbers - 2] + usage[Numbers - 1] : null;
    }
}
