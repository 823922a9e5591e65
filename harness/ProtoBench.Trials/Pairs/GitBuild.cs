using System.ComponentModel;
using System.Diagnostics;

namespace ProtoBench.Trials.Pairs;

/// <summary>
/// Builds a commit of ProtoBench once and keeps the build in the user's cache folder, by the commit's full hash. The working tree is not
/// touched: the commit is checked out into a temporary git worktree, which is removed again.
/// </summary>
internal static class GitBuild
{
    private const string Project = "harness/ProtoBench/ProtoBench.csproj";
    private const string ExecutableName = "protobench";

    /// <summary><c>$XDG_CACHE_HOME/protobench/builds</c>, by default <c>~/.cache/protobench/builds</c>.</summary>
    public static string CacheFolder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "protobench",
        "builds");

    /// <summary>The executable of a revision, built now unless an earlier call did so.</summary>
    /// <param name="revision">Anything git understands in the current folder: a branch, a tag, <c>HEAD~1</c>.</param>
    /// <param name="tell">Told before something that takes long.</param>
    /// <param name="cancellationToken">Stops the build; nothing is left of it.</param>
    /// <returns>The executable and the full hash.</returns>
    /// <exception cref="FormatException">There is no such revision here, or it holds no ProtoBench.</exception>
    /// <exception cref="IOException">git or dotnet is missing, or the build failed; the message says how.</exception>
    public static async Task<(string Executable, string Commit)> GetAsync(
        string revision, Action<string> tell, CancellationToken cancellationToken)
    {
        // Not --quiet: git's own words are the reason.
        var found = await RunAsync(
            "git", ["rev-parse", "--verify", "--end-of-options", revision + "^{commit}"], cancellationToken).ConfigureAwait(false);
        var commit = found.Output.Trim();
        if (found.Code != 0 || commit.Length == 0)
        {
            throw new FormatException(GitComplaint.Of(
                revision, Environment.CurrentDirectory, found.Complaints, await IsShallowAsync(cancellationToken).ConfigureAwait(false)));
        }

        var file = await RunAsync("git", ["cat-file", "-e", $"{commit}:{Project}"], cancellationToken).ConfigureAwait(false);
        if (file.Code != 0)
        {
            throw new FormatException(
                $"revision '{revision}' ({commit[..10]}) has no {Project}, so it is not one of "
                    + $"ProtoBench{GitComplaint.Quoted(file.Complaints)}");
        }

        var folder = Path.Combine(CacheFolder, commit);
        var executable = Path.Combine(folder, ExecutableName);
        if (!File.Exists(executable))
        {
            tell($"building {revision} ({commit[..10]}) into {folder}");
            await BuildAsync(commit, folder, cancellationToken).ConfigureAwait(false);
        }

        return (executable, commit);
    }

    /// <summary>
    /// The commit this program was built from, as far as it can be known: as its build wrote it down, and whether the working tree that it
    /// lies in has changes on top. Null where neither is known.
    /// </summary>
    /// <param name="builtFrom">The commit in the program's version; null when its build knew none.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<string?> NameOfThisAsync(string? builtFrom, CancellationToken cancellationToken)
    {
        if (builtFrom is null)
        {
            return null;
        }

        var name = builtFrom.Length > 10 ? builtFrom[..10] : builtFrom;
        try
        {
            // Another commit may be checked out by now; what the tree looks like then says nothing of this build.
            var head =
                await RunAsync("git", ["-C", AppContext.BaseDirectory, "rev-parse", "HEAD"], cancellationToken).ConfigureAwait(false);
            var changes = await RunAsync(
                "git",
                ["-C", AppContext.BaseDirectory, "status", "--porcelain", "--untracked-files=no"],
                cancellationToken).ConfigureAwait(false);
            return head.Code == 0 && head.Output.Trim() == builtFrom && changes.Code == 0 && changes.Output.Trim().Length > 0
                ? name + " with uncommitted changes"
                : name;
        }
        catch (IOException)
        {
            return name;
        }
    }

    private static async Task<bool> IsShallowAsync(CancellationToken cancellationToken) =>
        (await RunAsync("git", ["rev-parse", "--is-shallow-repository"], cancellationToken).ConfigureAwait(false)).Output.Trim() == "true";

    private static async Task BuildAsync(string commit, string folder, CancellationToken cancellationToken)
    {
        // In the cache folder, so that what was built can be renamed into its place. Not built into one folder with -o: the command and its
        // peer are programs of their own, each with its own libraries.
        var work = Path.Combine(CacheFolder, $".{commit[..10]}-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var tree = Path.Combine(work, "tree");
        Directory.CreateDirectory(work);
        try
        {
            await MustAsync("git", ["worktree", "add", "--quiet", "--detach", tree, commit], cancellationToken).ConfigureAwait(false);
            await MustBuildAsync(
                commit, [
                    "build",
                    Path.Combine(tree, Project),
                    "-c",
                    "Release",
                    "-v",
                    "quiet",
                    "--nologo",
                    "-p:UseSharedCompilation=false",
                    "-nodeReuse:false",
                ], cancellationToken).ConfigureAwait(false);
            Directory.Move(Path.Combine(tree, Path.GetDirectoryName(Project)!, "bin", "Release", "net10.0"), folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, ExecutableName)))
        {
            // Somebody else built the same commit meanwhile; rename(2) lets only one of us in, and both builds are the same.
        }
        finally
        {
            await RunAsync("git", ["worktree", "remove", "--force", tree], CancellationToken.None).ConfigureAwait(false);
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task MustAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output, complaints) = await RunAsync(program, arguments, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            var last = string.Join('\n', (output + complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(8));
            throw new IOException($"'{program} {string.Join(' ', arguments)}' failed:\n{last}");
        }
    }

    // The first errors are the cause, the last lines only a count of them; the whole output stays for who needs it.
    private static async Task MustBuildAsync(string commit, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output, complaints) = await RunAsync("dotnet", arguments, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            var log = Path.Combine(CacheFolder, commit + ".log");
            await File.WriteAllTextAsync(log, output + complaints, cancellationToken).ConfigureAwait(false);
            throw new IOException(GitComplaint.OfBuild(commit, output + complaints, log));
        }
    }

    private static async Task<(int Code, string Output, string Complaints)> RunAsync(
        string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Git's words are searched for what they mean, and shown to whoever reads English here.
        start.Environment["LC_ALL"] = "C";
        Array.ForEach(arguments, start.ArgumentList.Add);
        try
        {
            using var process = Process.Start(start) ?? throw new IOException($"{program} did not start");
            var (output, complaints) = (
                process.StandardOutput.ReadToEndAsync(CancellationToken.None),
                process.StandardError.ReadToEndAsync(CancellationToken.None));
            try
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return (process.ExitCode, await output.ConfigureAwait(false), await complaints.ConfigureAwait(false));
        }
        catch (Win32Exception error)
        {
            throw new IOException($"{program} could not be started: {error.Message}", error);
        }
    }
}
