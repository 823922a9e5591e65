using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ab s.yaml --pairs x", "Cannot parse argument 'x' for option '--pairs': it takes a whole number")]
    [InlineData("ab s.yaml --pairs 2", "--pairs takes 3 to 1000")]
    [InlineData("ab s.yaml --confirm 1", "--confirm takes 0, or 3 to 1000")]
    [InlineData("compare a b --session-spread x", "Cannot parse argument 'x' for option '--session-spread': it takes a number")]
    [InlineData("compare a b --session-spread 101", "--session-spread takes per cent from 0 to 100")]
    [InlineData("selftest stats --suites 0", "--suites takes 1 to 10,000,000")]
    [InlineData("run --nope", "'run' has no option --nope")]
    [InlineData("quick tcp --duration 1s", "'quick' has no option --duration")]
    [InlineData("nope", "Required command was not provided.")]
    [InlineData("serve", "serve what? Protocols: tcp, ")]
    [InlineData("serve tpc", "there is no protocol 'tpc'. Protocols: tcp, ")]
    [InlineData("serve udp --tls", "udp cannot run inside TLS")]
    [InlineData("serve tcp --over http2", "tcp is not carried over http2")]
    [InlineData("serve http2 --backend msquic", "http2 has no backend msquic")]
    [InlineData("serve http1 --io Blocking", "http1 has no blocking mode")]
    [InlineData("serve unix", "unix is served at a path; give it with --listen unix:PATH")]
    [InlineData("serve tcp --listen unix:a.sock", "tcp is served at an address; give it with --listen ADDRESS:PORT")]
    [InlineData("serve tcp --listen nowhere", "'nowhere' is not an end point; write ADDRESS:PORT")]
    public async Task What_cannot_be_done_as_asked_is_refused_in_a_sentence(string command, string sentence)
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, command.Split(' '));

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("protobench: " + sentence, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_not_taken_for_a_scenario()
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, "run", ".");

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith(".: error PB1001: a folder, not a scenario", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
