namespace ProtoBench.Native;

/// <summary>The open files that a thread's system calls know by number.</summary>
internal static unsafe class DescriptorTable
{
    // The same on every architecture since Linux 5.9 (asm-generic/unistd.h).
    private const nint CloseRange = 436;
    private const int Unshare = 2;
    private const int FirstBehindStandardStreams = 3;

    /// <summary>
    /// Gives the calling thread a table of its own, in which only the standard streams and one descriptor are open; nobody else's changes.
    /// What the thread opens or closes from then on concerns this table alone, so it must do neither (close_range(2), CLOSE_RANGE_UNSHARE).
    /// In a table of one user the kernel takes no reference to a file for each call (fs/file.c, __fget_light): two atomic steps.
    /// </summary>
    /// <returns>False: everything is as it was, because this kernel cannot.</returns>
    public static bool TryKeepOnly(int descriptor)
    {
        if (LibcProcesses.SystemCall(CloseRange, descriptor + 1, (void*)uint.MaxValue, Unshare) < 0)
        {
            return false;
        }

        if (descriptor > FirstBehindStandardStreams)
        {
            _ = LibcProcesses.SystemCall(CloseRange, FirstBehindStandardStreams, (void*)(uint)(descriptor - 1), 0);
        }

        return true;
    }
}
