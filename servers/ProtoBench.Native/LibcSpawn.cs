using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>
/// Starting programs without copying this process (posix_spawn(3): the child borrows its memory until it executes), and what a child that
/// has ended had used. The objects are opaque; <see cref="ObjectBytes"/> holds any of them. Each call but <see cref="WaitUsage"/> returns
/// its error and sets none.
/// </summary>
internal static unsafe partial class LibcSpawn
{
    /// <summary>posix_spawnattr_t is the largest with 336 bytes on 64-bit machines, of glibc and of musl.</summary>
    public const int ObjectBytes = 512;

    /// <summary>sigset_t of both.</summary>
    public const int SignalSetBytes = 128;

    public const short SetDefaultSignals = 0x04;
    public const short SetSignalMask = 0x08;
    public const short NewSession = 0x80;

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawn")]
    public static partial int Spawn(
        out int processId, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitialiseActions(byte* actions);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(byte* actions, int descriptor, int becomes);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    /// <summary>Since glibc 2.29 and musl 1.1.24.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddFolder(byte* actions, string path);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitialiseAttributes(byte* attributes);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport(Libc.Name, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetMask(byte* attributes, byte* signals);

    /// <summary>Reaps a child and tells what it and the children it waited for have used (wait4(2)).</summary>
    [LibraryImport(Libc.Name, EntryPoint = "wait4", SetLastError = true)]
    public static partial int WaitUsage(int processId, out int status, int options, out ResourceUsage usage);
}

/// <summary>struct rusage of 64-bit Linux (getrusage(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;

    /// <summary>In KiB.</summary>
    public long PeakResident;

    private readonly Remainder _rest;

    [System.Runtime.CompilerServices.InlineArray(13)]
    private struct Remainder
    {
        private long _field;
    }
}
