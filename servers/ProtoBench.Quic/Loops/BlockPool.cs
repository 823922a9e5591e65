using System.Runtime.InteropServices;

namespace ProtoBench.Quic.Loops;

/// <summary>
/// Native blocks for bytes that wait for their acknowledgement: ngtcp2 keeps pointers to them until then. One pool per loop, used on its
/// thread only; last in, first out, so that the next stream writes into cached memory.
/// </summary>
internal sealed unsafe class BlockPool : IDisposable
{
    /// <summary>Large enough that a 1,452-byte packet needs at most two blocks, small enough for 1,000 short streams.</summary>
    public const int BlockBytes = 16 * 1024;

    // 32 MiB: two connections at their full 16 MiB windows give back nothing to the allocator between bursts.
    private const int LargestIdle = 2048;

    private readonly Stack<nint> _idle = new();

    public byte* Rent() => _idle.TryPop(out var block) ? (byte*)block : (byte*)NativeMemory.AlignedAlloc(BlockBytes, 64);

    public void Return(byte* block)
    {
        if (_idle.Count < LargestIdle)
        {
            _idle.Push((nint)block);
        }
        else
        {
            NativeMemory.AlignedFree(block);
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var block))
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }
}
