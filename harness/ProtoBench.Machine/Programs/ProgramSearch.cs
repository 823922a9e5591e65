namespace ProtoBench.Machine.Programs;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramSearch
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// The file that runs as <paramref name="name"/>: itself where it has a slash, else the first in a folder of PATH (POSIX, sh, command
    /// search). Null: there is none that may be executed.
    /// </summary>
    /// <param name="name">As it is written.</param>
    /// <param name="folder">What a relative path starts from; null: the current folder.</param>
    public static string? Find(string name, string? folder = null)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(name, Path.GetFullPath(folder ?? "."));
            return IsExecutable(path) ? path : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':');
        return folders.Select(one => Path.Combine(one.Length == 0 ? "." : one, name)).Select(Path.GetFullPath).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
