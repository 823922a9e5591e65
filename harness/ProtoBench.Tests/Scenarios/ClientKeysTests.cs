using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>Programs of the user's in scenario files.</summary>
public sealed class ClientKeysTests
{
    private const string Head = "title: Which?\n";

    [Fact]
    public void A_client_is_its_command_or_a_mapping_and_an_arm_names_it()
    {
        var scenario = Read.Scenario(Parse("""
            protocols:
              - { protocol: http2, tls: true, client: full }
              - { protocol: http1, client: short }
              - { protocol: http1, client: dotnet }
              - { protocol: http1, client: lean }
            clients:
              short: curl {url}
              full:
                command: curl --cacert {ca} {url}
                prepare: sync
                expected: [0, 22]
                folder: .
                environment: { LANG: C, N: 1 }
            workloads: { runs: { kind: command } }
            """));

        Assert.Equal(
            [("full", "http2-tls-full"), ("short", "http1-short"), (null, "http1"), ("lean", "http1-lean")],
            scenario.Arms.Select(arm => (arm.Client, arm.Label)));
        var (first, second) = (scenario.Clients![0], scenario.Clients[1]);
        Assert.Equal(("short", "curl {url}", null, null), (first.Name, first.Command, first.Prepare, first.Folder));
        Assert.Equal([0], first.Expected);
        Assert.Equal(("full", "sync", "."), (second.Name, second.Prepare, second.Folder));
        Assert.Equal([0, 22], second.Expected);
        Assert.Equal("1", second.Environment!["N"]);
    }

    [Theory]
    [InlineData("protocols: [ { protocol: http1, client: crul } ]", "a", "PB1320", "there is no client 'crul'")]
    [InlineData("protocols: [ http1 ]", "lean: x", "PB1301", "'lean' is a client of ours, and cannot be the name of another")]
    [InlineData("protocols: [ http1 ]", "a: nosuch {url}", "PB1321", "there is no program 'nosuch' in PATH")]
    [InlineData("protocols: [ http1 ]", "a: { command: nosuch | wc }", "PB1321", "there is no program 'nosuch' in PATH")]
    [InlineData("protocols: [ http1 ]", "a: x {prot}", "PB1322", "nothing stands for {prot}")]
    [InlineData("protocols: [ { protocol: tcp, client: a } ]", "a: x {url}", "PB1322", "client 'a' wants a {url}, and tcp has none")]
    [InlineData(
        "protocols: [ { protocol: http1, client: a } ]",
        "a: x {ca}",
        "PB1322",
        "client 'a' wants a {ca}, and without TLS there is no certificate")]
    [InlineData(
        "protocols: [ { protocol: unix, client: a } ]",
        "a: x {port}",
        "PB1322",
        "client 'a' wants to know where in the network its server is, and unix is in none")]
    [InlineData("protocols: [ http1 ]", "a: { command: x, expected: 256 }", "PB1205", null)]
    [InlineData("protocols: [ http1 ]", "a: { command: x, environment: { 1A: b } }", "PB1206", "no variable can be called '1A'")]
    [InlineData("protocols: [ http1 ]", "a: { prepare: x }", "PB1101", "a client needs 'command'")]
    public void What_cannot_be_run_is_told_with_its_place(string protocols, string client, string code, string? message)
    {
        var clients = client.Contains(':', StringComparison.Ordinal) ? $"clients:\n  {client}\n" : "";
        var error = Assert.Single(Parse($"{protocols}\n{clients}workloads: {{ runs: {{ kind: command }} }}\n").Errors);

        Assert.Equal(code, error.Code);
        Assert.True(message is null || message == error.Message, error.Message);
        Assert.True(error.Line is 2 or 3 or 4, $"{error.Line}");
        Assert.True(error.Hint is not null || code == "PB1205");
    }

    [Fact]
    public void Connections_have_no_meaning_where_a_program_opens_them()
    {
        var error = Assert.Single(Parse("""
            protocols: [ { protocol: http1, client: a } ]
            clients: { a: "x" }
            workloads: { runs: { kind: command, streams: 2 } }
            """).Errors);
        Assert.Equal(("PB1305", "'streams' has no meaning in a workload of kind command"), (error.Code, error.Message));
    }

    [Fact]
    public void A_program_goes_with_runs_and_runs_with_a_program()
    {
        var scenario = Read.Scenario(Parse("""
            protocols: [ http1, { protocol: http1, client: lean }, { protocol: http1, client: a } ]
            clients: { a: "x {url}" }
            workloads: { runs: { kind: command }, echo: {} }
            loads: [ { closed: 2 }, { open: 3/s } ]
            """));

        var cells = PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Cells;

        const string Needs = "a run of a program needs a program: name one as the arm's client, from those under clients";
        const string Ends = "'a' is a program that is started and ends, and an exchange needs a client of ours";
        Assert.Equal(
            [Needs, Needs, Needs, Needs, null, null, null, null, null, null, Ends, Ends], cells.Select(cell => cell.NotApplicable));
    }

    [Fact]
    public void The_page_on_scenarios_shows_every_key_of_a_client()
    {
        var example = Assert.Single(ScenariosReadmeTests.Examples(), text => text.Contains("kind: command", StringComparison.Ordinal));
        Assert.All(ClientKeys.All, key => Assert.Matches($@"(?m)(^|[ {{,-]){key.Name}:", example));
    }

    private static ScenarioReading Parse(string text) => ScenarioFile.Parse(
        Head + text, "case.yaml", new ScenarioOverrides(), Read.Vocabulary with { HasProgram = name => name != "nosuch" });
}
