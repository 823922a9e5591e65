using ProtoBench.Commands;
using ProtoBench.Machine;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Where results go when nobody says so.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class OutputFolderTests : IDisposable
{
    // Nobody may make a file there, not even root.
    private const string Closed = "/sys";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("/data", "/home/me", "/data")]
    [InlineData(null, "/home/me", "/home/me/.local/share")]
    [InlineData("", "/home/me", "/home/me/.local/share")]
    [InlineData("relative/is/invalid", "/home/me", "/home/me/.local/share")]
    [InlineData(null, null, null)]
    [InlineData(null, "", null)]
    public void The_folder_for_what_a_user_keeps_is_that_of_the_specification(string? variable, string? home, string? wanted) =>
        Assert.Equal(wanted, OutputFolder.DataHome(variable, home));

    [Fact]
    public void A_folder_is_closed_for_want_of_a_permission_only()
    {
        File.WriteAllText(_folder.File("file"), "in the way");

        Assert.NotNull(ClosedFolder.WhyClosed($"{Closed}/results/runs"));
        Assert.Null(ClosedFolder.WhyClosed(_folder.File("results/runs")));
        Assert.Null(ClosedFolder.WhyClosed(_folder.File("file/runs")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_results_go_home_and_that_is_told()
    {
        var home = new Dictionary<string, string> { ["XDG_DATA_HOME"] = _folder.Path, ["COLUMNS"] = "1000" };

        using var run = await ProtobenchProcess.RunAsync(
            Closed, home, "quick", "unix", "--trials", "1", "--duration", "100ms", "--set", "warm-up=50ms");
        using var doctor = await ProtobenchProcess.RunAsync(Closed, home, "doctor");

        Assert.True(run.ExitCode is 0 or 4, run.Error);
        Assert.Contains($"so results go to {_folder.Path}/protobench/runs; -o FOLDER chooses another", run.Error, StringComparison.Ordinal);
        var made = Assert.Single(Directory.GetDirectories(_folder.File("protobench/runs")));
        Assert.True(File.Exists(Path.Combine(made, "report.html")));
        Assert.Contains($"go to {_folder.Path}/protobench/runs, unless -o says otherwise", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_home_either_the_way_out_is_told()
    {
        using var run = await ProtobenchProcess.RunAsync(
            Closed, new Dictionary<string, string> { ["XDG_DATA_HOME"] = Closed, ["HOME"] = Closed }, "quick", "unix", "--trials", "1");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("choose a folder that can be written with -o FOLDER", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
