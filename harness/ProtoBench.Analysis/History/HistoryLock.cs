using System.Diagnostics;

namespace ProtoBench.Analysis.History;

/// <summary>
/// The right to write into a folder, for one process at a time. The kernel gives it back when the process ends, however it ends (flock(2),
/// which <see cref="FileShare.None"/> is on Linux), so a killed writer never blocks the next one.
/// </summary>
internal static class HistoryLock
{
    /// <summary>Not committed and never removed: removing it would let two writers hold two different files of this name.</summary>
    public const string FileName = ".lock";

    // An append takes a few milliseconds; whoever holds the lock for this long is stopped, or the disk is.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <exception cref="IOException">Somebody holds it for half a minute, or the folder cannot be written.</exception>
    public static async Task<IDisposable> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var started = Stopwatch.StartNew();
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                return file;
            }

            if (started.Elapsed > Longest)
            {
                throw new IOException($"{path} has been locked by another process for {Longest.TotalSeconds:0} s; 'fuser {path}' names it");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream? TryOpen(string path)
    {
        // EAGAIN of errno.h: what flock answers when another process has it.
        const int WouldBlock = 11;
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            return null;
        }
    }
}
