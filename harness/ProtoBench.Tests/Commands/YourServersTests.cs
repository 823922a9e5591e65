using ProtoBench.Model.Results;
using ProtoBench.Tests.Foreign;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>The scenarios that ship for servers of other people, with those servers, as Debian has them.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Programs)]
public sealed class YourServersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ServersTheory]
    [InlineData("nginx", "[loopback, wan-40ms]")]
    [InlineData("caddy", "[loopback, lossy-1]")]
    [InlineData("haproxy", "[loopback]")]
    [InlineData("apache", "[loopback]")]
    [InlineData("ngtcp2", "[wan-40ms]")]
    [InlineData("python", "[loopback]")]
    [InlineData("node", "[loopback]")]
    [InlineData("websocket", "[loopback]")]
    [InlineData("grpcio.yaml", "[loopback]")]
    public async Task Every_protocol_that_a_server_speaks_is_measured(string name, string links)
    {
        // By name, or as a file with another beside it.
        var named = name.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(SourceFolder.Scenarios, "yours", name) : name;
        // Debian's Python has grpcio, another one in front of it may not.
        var path = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/usr/sbin:" + Environment.GetEnvironmentVariable("PATH") };
        using var run = await ProtobenchProcess.RunAsync(
            _folder.Path,
            path,
            "run", named, "--set", "trials=1", "--set", "duration=300ms", "--set", "warm-up=300ms", "--set", $"links={links}", "-o", "out");

        var trials = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.All(trials, trial => Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons)));
        Assert.All(trials, trial => Assert.Equal(0, trial.Measurement!.Outcomes.Failed));
        Assert.All(trials, trial => Assert.True(trial.Server!.CpuSeconds > 0, "the server's processes used no time"));
        Assert.Equal(0, run.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
