using System.Diagnostics;
using ProtoBench.Tests.Commands;
using ProtoBench.Trials.Pairs;
using Xunit;

namespace ProtoBench.Tests.Trials.Pairs;

/// <summary>Why a commit cannot be had, from real git.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class GitBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GitBuildTests()
    {
        File.WriteAllText(_folder.File("s.yaml"), "title: T\nprotocols: [tcp]\nworkloads: { echo: {} }\n");
        Git(_folder.Path, "init", "-q", "-b", "main", "origin");
        for (var i = 0; i < 3; i++)
        {
            Git(_folder.File("origin"), "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-q", "--allow-empty", "-m", $"{i}");
        }
    }

    [Fact]
    public async Task A_shallow_clone_is_named_with_its_remedy()
    {
        Git(_folder.Path, "clone", "-q", "--depth", "1", "file://" + _folder.File("origin"), "shallow");
        using var ab = await AbAsync("shallow", "git:HEAD~1");

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains("shallow clone", ab.Error, StringComparison.Ordinal);
        Assert.Contains("git fetch --unshallow", ab.Error, StringComparison.Ordinal);
        Assert.Contains("fetch-depth: 0", ab.Error, StringComparison.Ordinal);
        Assert.Contains("(git: fatal: ", ab.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clone_of_another_user_is_named_with_the_line_git_asks_for()
    {
        // git's own tests make it see another owner so.
        using var ab = await AbAsync("origin", "git:HEAD", new Dictionary<string, string> { ["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "true" });

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains("detected dubious ownership", ab.Error, StringComparison.Ordinal);
        Assert.Contains("git config --global --add safe.directory ", ab.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".", "HEAD", "there is no git repository in")]
    [InlineData("origin", "nosuch", "git knows no revision 'nosuch'")]
    [InlineData("origin", "HEAD", "it is not one of ProtoBench")]
    public async Task No_repository_an_unknown_revision_and_another_project_are_told_apart(string folder, string revision, string complaint)
    {
        using var ab = await AbAsync(folder, "git:" + revision);

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains(complaint, ab.Error, StringComparison.Ordinal);
        Assert.Contains("(git: fatal: ", ab.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_does_not_build_shows_the_compilers_first_errors_and_the_log()
    {
        var project = Directory.CreateDirectory(_folder.File("origin/harness/ProtoBench")).FullName;
        File.WriteAllText(
            Path.Combine(project, "ProtoBench.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(project, "Broken.cs"), "class Broken { int X() { return nosuch; } }");
        Git(_folder.File("origin"), "add", ".");
        Git(_folder.File("origin"), "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-q", "-m", "broken");
        using var ab = await AbAsync("origin", "git:HEAD", new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder.File("cache") });

        Assert.Equal(3, ab.ExitCode);
        Assert.Contains("could not be built", ab.Error, StringComparison.Ordinal);
        Assert.Contains("error CS0103", ab.Error, StringComparison.Ordinal);
        var log = Assert.Single(Directory.GetFiles(_folder.File("cache/protobench/builds"), "*.log"));
        Assert.Contains(log, ab.Error, StringComparison.Ordinal);
        Assert.Contains("CS0103", File.ReadAllText(log), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_errors_the_first_are_shown_each_once()
    {
        var output = string.Join(
            '\n', Enumerable.Range(0, 9).Select(i => $"A.cs({i},1): error CS0103: no name {i}").SelectMany(line => new[] { line, line }));
        var text = GitComplaint.OfBuild("0123456789abcdef", output, "/log");

        Assert.StartsWith(
            "commit 0123456789 could not be built:\nA.cs(0,1): error CS0103: no name 0\nA.cs(1,1)", text, StringComparison.Ordinal);
        Assert.EndsWith("no name 4\nand 4 more\nthe whole output is in /log", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_build_is_named_with_the_commit_its_build_wrote_down()
    {
        Assert.Null(await GitBuild.NameOfThisAsync(null, default));
        Assert.Equal("0123456789", await GitBuild.NameOfThisAsync("0123456789abcdef", default));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ProtobenchProcess> AbAsync(string folder, string side, IReadOnlyDictionary<string, string>? environment = null) =>
        ProtobenchProcess.RunAsync(
            _folder.File(folder), environment
                ?? new Dictionary<string, string>(), "ab", _folder.File("s.yaml"), "--base", side, "-o", _folder.File("out"));

    private static void Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
    }
}
