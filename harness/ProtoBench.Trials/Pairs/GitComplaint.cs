namespace ProtoBench.Trials.Pairs;

/// <summary>Why git could not give a revision, in git's own words with the remedy. Pure.</summary>
internal static class GitComplaint
{
    private const int LinesOfGit = 4;
    private const int ErrorsOfBuild = 5;
    private const string SafeDirectory = "git config --global --add safe.directory ";

    /// <param name="revision">As typed.</param>
    /// <param name="folder">Where git was asked.</param>
    /// <param name="words">What git wrote on standard error.</param>
    /// <param name="isShallow">The clone has only the newest commits.</param>
    public static string Of(string revision, string folder, string words, bool isShallow)
    {
        if (words.Contains("dubious ownership", StringComparison.Ordinal))
        {
            var line = words.Split('\n', StringSplitOptions.TrimEntries)
                .FirstOrDefault(line => line.StartsWith(SafeDirectory, StringComparison.Ordinal))
                ?? SafeDirectory + folder;
            return $"git does not read the repository in {folder}, because it belongs to another user{Quoted(words.Split('\n')[0])}; "
                + $"if it is to be trusted: {line}";
        }

        if (words.Contains("not a git repository", StringComparison.Ordinal))
        {
            return $"git:{revision} needs a clone of ProtoBench as the current folder, and there is no git repository in "
                + $"{folder}{Quoted(words)}; "
                + "go into the clone, or name a folder with a build";
        }

        return isShallow
            ? $"git knows no revision '{revision}' in {folder}, which is a shallow clone{Quoted(words)}; it has only the newest commits: "
                + "fetch the others with 'git fetch --unshallow', in GitHub Actions with 'fetch-depth: 0' for actions/checkout"
            : $"git knows no revision '{revision}' in {folder}{Quoted(words)}; 'git fetch --all --tags' brings branches and tags "
                + "that are only on the server";
    }

    /// <summary>In brackets, on one line; nothing when git said nothing.</summary>
    public static string Quoted(string words)
    {
        var lines = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "" : $" (git: {string.Join(" ", lines.Take(LinesOfGit))})";
    }

    /// <summary>The first errors of a build, each once, and where the rest is.</summary>
    public static string OfBuild(string commit, string output, string log)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(line =>
            line.Contains("error ", StringComparison.OrdinalIgnoreCase) || line.Contains("error:", StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var shown = errors.Count > 0 ? errors.Take(ErrorsOfBuild) : lines.TakeLast(ErrorsOfBuild);
        var more = errors.Count > ErrorsOfBuild ? $"\nand {errors.Count - ErrorsOfBuild} more" : "";
        return $"commit {commit[..Math.Min(10, commit.Length)]} could not be built:\n{string.Join('\n', shown)}{more}\nthe whole "
            + $"output is in {log}";
    }
}
