namespace ProtoBench.Trials.Servers;

/// <summary>Says how a shell command ended, where 126 and 127 are the shell's own words (POSIX, sh, exit status).</summary>
internal static class CommandEnd
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    /// <param name="exitCode">Of the shell; null: it is not known.</param>
    public static string Describe(int? exitCode) => exitCode switch
    {
        null => "ended",
        0 => "ended early (exit code 0)",
        NotExecutable => "ended with exit code 126 (its program may not be executed)",
        NotFound => "ended with exit code 127 (its program was not found)",
        { } code => ProcessEnd.Describe(code),
    };
}
