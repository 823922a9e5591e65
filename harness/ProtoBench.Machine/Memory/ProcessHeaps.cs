using ProtoBench.Native;

namespace ProtoBench.Machine.Memory;

/// <summary>What a process holds in each of its two heaps. Reading it takes microseconds and collects nothing.</summary>
/// <param name="Managed">Objects of .NET in bytes, with those that nobody refers to any more and no collection has taken yet.</param>
/// <param name="Native">What malloc(3) has given out, as libraries in C use it: TLS, QUIC; null: this libc does not tell.</param>
public readonly record struct ProcessHeaps(long Managed, long? Native)
{
    /// <summary>Of this process.</summary>
    public static ProcessHeaps Now() => new(GC.GetTotalMemory(forceFullCollection: false), LibcMemory.AllocatedBytes());
}
