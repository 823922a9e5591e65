using System.ComponentModel;
using System.Diagnostics;

namespace ProtoBench.Trials.Pairs;

/// <summary>
/// Builds a commit of ProtoBench once and keeps the build in the user's cache folder, by the commit's full hash. The working tree is not touched: the
/// commit is checked out into a temporary git worktree, which is removed again.
/// </summary>
internal static class GitBuild
{
    private const string Project = "harness/ProtoBench/ProtoBench.csproj";
    private const string ExecutableName = "protobench";

    /// <summary><c>$XDG_CACHE_HOME/protobench/builds</c>, by default <c>~/.cache/protobench/builds</c>.</summary>
    public static string CacheFolder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "protobench",
        "builds");

    /// <summary>The executable of a revision, built now unless an earlier call did so.</summary>
    /// <param name="revision">Anything git understands in the current folder: a branch, a tag, <c>HEAD~1</c>.</param>
    /// <param name="tell">Told before something that takes long.</param>
    /// <param name="cancellationToken">Stops the build; nothing is left of it.</param>
    /// <returns>The executable and the full hash.</returns>
    /// <exception cref="FormatException">There is no such revision here, or it holds no ProtoBench.</exception>
    /// <exception cref="IOException">git or dotnet is missing, or the build failed; the message says how.</exception>
    public static async Task<(string Executable, string Commit)> GetAsync(string revision, Action<string> tell, CancellationToken cancellationToken)
    {
        var found = await RunAsync("git", ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"], cancellationToken).ConfigureAwait(false);
        var commit = found.Output.Trim();
        if (found.Code != 0 || commit.Length == 0)
        {
            throw new FormatException($"git knows no revision '{revision}' in {Environment.CurrentDirectory}");
        }

        if ((await RunAsync("git", ["cat-file", "-e", $"{commit}:{Project}"], cancellationToken).ConfigureAwait(false)).Code != 0)
        {
            throw new FormatException($"revision '{revision}' is not one of ProtoBench: it has no {Project}");
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

    private static async Task BuildAsync(string commit, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(CacheFolder);
        var work = Directory.CreateTempSubdirectory("protobench-build-").FullName;
        var (tree, output) = (Path.Combine(work, "tree"), Path.Combine(CacheFolder, "." + Path.GetFileName(work)));
        try
        {
            await MustAsync("git", ["worktree", "add", "--quiet", "--detach", tree, commit], cancellationToken).ConfigureAwait(false);
            await MustAsync(
                "dotnet", ["build", Path.Combine(tree, Project), "-c", "Release", "-o", output, "-v", "quiet", "--nologo", "-p:UseSharedCompilation=false", "-nodeReuse:false"], cancellationToken).ConfigureAwait(false);
            Directory.Move(output, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, ExecutableName)))
        {
            // Somebody else built the same commit meanwhile; rename(2) lets only one of us in, and both builds are the same.
            Directory.Delete(output, recursive: true);
        }
        finally
        {
            await RunAsync("git", ["worktree", "remove", "--force", tree], CancellationToken.None).ConfigureAwait(false);
            Directory.Delete(work, recursive: true);
            if (Directory.Exists(output))
            {
                Directory.Delete(output, recursive: true);
            }
        }
    }

    private static async Task MustAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(program, arguments, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            var last = string.Join('\n', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(8));
            throw new IOException($"'{program} {string.Join(' ', arguments)}' failed:\n{last}");
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        try
        {
            using var process = Process.Start(start) ?? throw new IOException($"{program} did not start");
            var (output, complaints) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            try
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return (process.ExitCode, await output.ConfigureAwait(false) + await complaints.ConfigureAwait(false));
        }
        catch (Win32Exception error)
        {
            throw new IOException($"{program} could not be started: {error.Message}", error);
        }
    }
}
