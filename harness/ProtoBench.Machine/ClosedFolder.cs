namespace ProtoBench.Machine;

/// <summary>
/// Is a folder one that this user may not write to? Tried, because owners, modes and mounts say it together only to who tries.
/// </summary>
internal static class ClosedFolder
{
    // errno(3): the file system is mounted read-only; .NET hands it on as the HResult.
    private const int ReadOnlyFileSystem = 30;

    /// <summary>
    /// Why <paramref name="folder"/> cannot be made or written to for want of a permission; null where it can. A file that is in the way is
    /// another matter, and no reason here.
    /// </summary>
    public static string? WhyClosed(string folder)
    {
        try
        {
            var existing = Existing(folder);
            if (File.Exists(existing))
            {
                return null;
            }

            var probe = Path.Combine(existing, $".protobench-{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (UnauthorizedAccessException error)
        {
            return error.Message;
        }
        catch (IOException error)
        {
            return error.HResult == ReadOnlyFileSystem ? error.Message : null;
        }
    }

    // What there is of the path already, a file included.
    private static string Existing(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        return existing;
    }
}
