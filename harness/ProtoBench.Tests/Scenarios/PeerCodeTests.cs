using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class PeerCodeTests
{
    [Fact]
    public void Sides_are_compiled_ahead_of_time_where_a_scenario_says_nothing() => Assert.Equal(PeerCode.Aot, CodeOf(""));

    [Theory]
    [InlineData("runtime: { concurrent-gc: true }", PeerCode.Aot)]
    [InlineData("runtime: { code: jit }", PeerCode.Jit)]
    [InlineData("runtime: { tiered-pgo: true }", PeerCode.Jit)]
    [InlineData("runtime: { tiered-pgo: false }", PeerCode.Jit)]
    [InlineData("runtime: { server-gc: true }", PeerCode.Jit)]
    [InlineData("runtime: { server-gc: false }", PeerCode.Aot)]
    public void Profiles_and_server_collection_are_of_code_that_is_compiled_while_it_runs(string line, PeerCode expected) =>
        Assert.Equal(expected, CodeOf(line));

    [Theory]
    [InlineData("tiered-pgo: true", "tiered-pgo")]
    [InlineData("server-gc: true", "server-gc")]
    public void Asking_for_both_is_an_error_that_says_what_to_write(string key, string named)
    {
        var error = Assert.Single(Read.Lines($"runtime: {{ code: aot, {key} }}").Errors);

        Assert.Contains($"has no '{named}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("code: jit", error.Hint!, StringComparison.Ordinal);
    }

    private static PeerCode CodeOf(string line) => Read.Scenario(Read.Lines(line)).Runtime.Code;
}
