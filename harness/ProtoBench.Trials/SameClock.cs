using ProtoBench.Machine;

namespace ProtoBench.Trials;

/// <summary>Do two processes read the same monotonic clock? Never taken for granted. Pure.</summary>
internal static class SameClock
{
    /// <param name="own">What this process's clock counts from; null: not known.</param>
    /// <param name="theirs">The same of a child.</param>
    /// <param name="told">What the child's clock said when it introduced itself; null: it did not tell.</param>
    /// <param name="started">When the child was started, on this process's clock.</param>
    /// <param name="now">Now, on this process's clock.</param>
    public static bool Is(ClockOrigin? own, ClockOrigin? theirs, long? told, long started, long now) =>
        own is not null && own == theirs

        // Machines that were copied while they ran have one boot id, and clocks that part from then on.
        && (told is null || (told >= started && told <= now));
}
