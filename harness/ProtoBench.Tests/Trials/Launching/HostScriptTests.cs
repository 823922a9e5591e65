using System.Diagnostics;
using ProtoBench.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>The script that hosts are asked to run, in a shell of this machine.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class HostScriptTests : IDisposable
{
    private const string Copy = "peer-0123456789abcdef";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copies_of_one_build_that_meet_leave_one_whole()
    {
        var source = Directory.CreateDirectory(_folder.File("source")).FullName;
        foreach (var i in Enumerable.Range(0, 200))
        {
            await File.WriteAllTextAsync(Path.Combine(source, $"file-{i}"), $"{i}");
        }

        var archive = _folder.File("archive.tar");
        Assert.Equal(0, (await RunAsync("tar", ["-cf", archive, "-C", source, "."], "")).ExitCode);
        var sums = _folder.File("sums");
        Assert.Equal(0, (await RunAsync("sh", ["-c", $"cd {source} && sha256sum * > {sums}"], "")).ExitCode);

        // The first round finds nothing there, each later one what the others are replacing.
        for (var round = 0; round < 4; round++)
        {
            var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync("receive", [Copy], archive)));

            Assert.All(ends, end => Assert.Equal((0, ""), end));
            Assert.Equal((0, "same\n"), await AskAsync("verify", [Copy, "200"], sums));
        }

        Assert.Equal([Copy], Directory.GetFileSystemEntries(_folder.File("cache/protobench")).Select(Path.GetFileName));
    }

    private Task<(int ExitCode, string Output)> AskAsync(string verb, string[] words, string input)
    {
        var command = HostScript.Command(verb, words);
        return RunAsync(command[0], [.. command.Skip(1)], input);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, string[] words, string input)
    {
        var start = new ProcessStartInfo("sh", ["-c", input.Length > 0 ? "exec \"$@\" < \"$0\"" : "exec \"$@\"", input, program, .. words])
        {
            RedirectStandardOutput = true,
            Environment = { ["XDG_CACHE_HOME"] = _folder.File("cache") },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience.Limit);
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        return (process.ExitCode, output);
    }
}
