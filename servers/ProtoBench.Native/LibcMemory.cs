using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>What libc has given out of its heaps.</summary>
internal static partial class LibcMemory
{
    /// <summary>
    /// Bytes that malloc(3) has given out in this process and that were not freed, of all its arenas and of what it has mapped for large
    /// ones (uordblks and hblkhd of mallinfo2(3)); null: this libc does not tell (glibc does from 2.33 on).
    /// </summary>
    public static long? AllocatedBytes()
    {
        try
        {
            var numbers = Information();
            return (long)(numbers.InUse + numbers.Mapped);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport(Libc.Name, EntryPoint = "mallinfo2")]
    private static partial MallocNumbers Information();

    /// <summary>struct mallinfo2 of malloc.h: ten numbers of the size of a pointer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallocNumbers
    {
        private readonly nuint _arena, _free, _freeSmall, _maps;
        public readonly nuint Mapped;
        private readonly nuint _most, _freeSmallBytes;
        public readonly nuint InUse;
        private readonly nuint _freeBytes, _top;
    }
}
