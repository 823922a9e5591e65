namespace ProtoBench.Machine.Programs;

/// <summary>Temporary folders for programs, which may leave anything in them.</summary>
internal static class ProgramFolder
{
    private const string Prefix = "protobench-client-";

    /// <summary>A new folder, below TMPDIR or /tmp.</summary>
    public static string Create() => Directory.CreateTempSubdirectory(Prefix).FullName;

    /// <summary>
    /// Removes what is in it, or makes it again where a program has removed it; a link in it is removed and not followed.
    /// </summary>
    /// <exception cref="IOException">Something in it cannot be removed.</exception>
    public static void Empty(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                inner.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    /// <summary>Removes it as far as that goes. Refuses what <see cref="Create"/> has not made.</summary>
    public static void Remove(string folder)
    {
        if (!Path.GetFileName(folder).StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{folder} is not a folder of programs", nameof(folder));
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone already, or a program took our right to remove it: nothing of a trial depends on it.
        }
    }
}
