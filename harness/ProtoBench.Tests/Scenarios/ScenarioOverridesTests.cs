using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ScenarioOverridesTests
{
    [Fact]
    public void A_value_of_the_file_is_replaced() => Assert.Equal(3, Read.Scenario(Read.Lines("trials: 9", "trials=3")).Trials);

    [Fact]
    public void A_value_the_file_leaves_out_is_added() =>
        Assert.Equal(TimeSpan.FromMilliseconds(500), Read.Scenario(Read.Lines("", "duration=500ms")).Duration);

    [Fact]
    public void A_value_inside_a_section_is_replaced_and_its_neighbours_stay()
    {
        var scenario = Read.Scenario(Read.Lines("warm-up: { min: 100 ms, max: 2 s }", "warm-up.max=1s", "workloads.echo.request=1KiB"));
        Assert.Equal(new WarmUp { Minimum = TimeSpan.FromMilliseconds(100), Maximum = TimeSpan.FromSeconds(1) }, scenario.WarmUp);
        Assert.Equal((1_024, 64), (scenario.Workloads[0].RequestBytes, scenario.Workloads[0].ResponseBytes));
    }

    [Fact]
    public void A_section_the_file_leaves_out_is_made() =>
        Assert.True(Read.Scenario(Read.Lines("", "runtime.server-gc=true")).Runtime.ServerGc);

    [Fact]
    public void A_list_is_replaced_as_a_whole() =>
        Assert.Equal(
            ["closed-4", "closed-8"],
            Read.Scenario(Read.Lines("", "loads=[{closed: 4}, {closed: 8}]")).Loads.Select(load => load.Name));

    [Fact]
    public void An_item_of_a_list_is_replaced_by_its_position() =>
        Assert.Equal(["tcp", "udp"], Read.Scenario(Read.Lines("", "protocols.1=udp")).Arms.Select(arm => arm.Label));

    [Fact]
    public void The_last_of_several_wins() => Assert.Equal(5, Read.Scenario(Read.Lines("", "trials=4", "trials=5")).Trials);

    [Fact]
    public void A_new_workload_can_be_added() =>
        Assert.Equal(
            ["echo", "big"],
            Read.Scenario(Read.Lines("", "workloads.big={response: 1 MiB}")).Workloads.Select(workload => workload.Name));

    [Fact]
    public void A_value_may_contain_equals_signs() => Assert.Equal("Is a=b?", Read.Scenario(Read.Lines("", "title=Is a=b?")).Title);

    [Theory]
    [InlineData("trials", "PB1401", null)]
    [InlineData("=3", "PB1401", null)]
    [InlineData("a..b=3", "PB1401", null)]
    [InlineData("trials=[", "PB1002", null)]
    [InlineData("trials=", "PB1401", null)]
    [InlineData("trails=3", "PB1102", "did you mean 'trials'?")]
    [InlineData("workloads.ecoh.request=1KiB", "PB1402", "did you mean 'echo'?")]
    [InlineData("workloads.echo.requst=1KiB", "PB1102", "did you mean 'request'?")]
    [InlineData("protocols.2=udp", "PB1402", "items are numbered from 0 to 1")]
    [InlineData("protocols.0.tls=true", "PB1402", null)]
    [InlineData("protocols.1=htp1", "PB1302", "did you mean 'http1'?")]
    public void A_wrong_override_is_an_error_of_the_option(string set, string code, string? hint)
    {
        var error = Assert.Single(Read.Lines("", set).Errors);
        Assert.Equal(($"--set {set}", 0, code), (error.Source, error.Line, error.Code));
        Assert.Equal(hint ?? error.Hint, error.Hint);
    }

    [Fact]
    public void The_seed_is_replaced_and_checked()
    {
        var overrides = new ScenarioOverrides { Seed = 7 };
        Assert.Equal(7, Read.Scenario(Parse(overrides)).Seed);
        Assert.Equal(
            ("--seed -1", "PB1205"),
            Assert.Single(Parse(overrides with { Seed = -1 }).Errors) is var error ? (error.Source, error.Code) : default);
    }

    [Theory]
    [InlineData("http2", "http2,secure")]
    [InlineData("secure", "secure")]
    [InlineData("tcp,secure", "tcp,secure")]
    public void Only_arms_with_the_wanted_protocol_or_label_are_kept(string wanted, string kept) => Assert.Equal(
        kept.Split(','), Read.Scenario(Parse(new ScenarioOverrides { Protocols = wanted.Split(',') })).Arms.Select(arm => arm.Label));

    [Fact]
    public void An_unknown_arm_is_an_error_with_a_suggestion()
    {
        var error = Assert.Single(Parse(new ScenarioOverrides { Protocols = ["tcp", "secur"] }).Errors);
        Assert.Equal(("--protocols secur", "PB1403", "did you mean 'secure'?"), (error.Source, error.Code, error.Hint));
    }

    private static ScenarioReading Parse(ScenarioOverrides overrides) => ScenarioFile.Parse(
        "title: Which?\nprotocols: [tcp, http2, { protocol: http2, tls: true, label: secure }]\nworkloads: { echo: {} }",
        "case.yaml",
        overrides,
        Read.Vocabulary);
}
