namespace ProtoBench.Tests;

/// <summary>What <see cref="GC.GetAllocatedBytesForCurrentThread"/> cannot see exactly.</summary>
internal static class Allocation
{
    /// <summary>
    /// A collection that another test causes counts the unused rest of this thread's allocation context, at most 8 KiB, as allocated.
    /// Hundreds of calls that each allocated the smallest object, 24 bytes, would be more.
    /// </summary>
    public const long Context = 8192;
}
