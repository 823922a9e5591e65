using ProtoBench.Commands;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Trials.Estimates;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ShippedScenariosTests
{
    public static TheoryData<string> Files => new(Names);

    internal static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(SourceFolder.Scenarios, "*.yaml").Select(file => Path.GetFileName(file)).Order(
            StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_scenario_is_right_and_asks_a_question(string file)
    {
        var scenario = Load(file);
        Assert.EndsWith("?", scenario.Title, StringComparison.Ordinal);
        Assert.NotEmpty(scenario.Description);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), scenario.Name);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Editors_find_the_schema_of_a_shipped_scenario(string file) =>
        Assert.StartsWith(
            "# yaml-language-server: $schema=./scenario.schema.json\n", SourceFolder.ReadScenariosFile(file), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void At_least_half_of_the_cells_of_a_shipped_scenario_run(string file)
    {
        var plan = Plan(file);
        Assert.True(plan.Cells.Count(cell => cell.Runs) * 2 >= plan.Cells.Count);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_description_counts_what_the_command_line_may_change(string file) => Assert.DoesNotMatch(
        @"(?i)\b(once|twice|\d+|two|three|four|five|seven|ten) (times|trials|pairs|seconds|repetitions)\b", Plan(
            file).Scenario.Description);

    [Fact]
    public void The_quick_scenario_has_every_protocol_that_carries_requests_in_plain_text_and_ends_within_75_seconds()
    {
        var plan = Plan("quick.yaml");

        // Like with like: what is always encrypted is compared with the others inside TLS, by quick --tls. And a bare QUIC stream, which
        // has no colour of its own, is to http3 what a TLS connection is to http2.
        Assert.Equal(
            StubProtocol.Catalog.Where(protocol => protocol.Traits is { ColourSlot: not null, RequiresTls: false }).Select(
                protocol => protocol.Name)
                .Order(StringComparer.Ordinal),
            plan.Scenario.Arms.Select(arm => arm.Protocol).Order(StringComparer.Ordinal));
        Assert.All(plan.Cells, cell => Assert.True(cell.Runs));

        Assert.True(PlanEstimate.Of(plan).Maximum <= TimeSpan.FromSeconds(75), $"{PlanEstimate.Of(plan)}");
    }

    [Fact]
    public void Responses_larger_than_a_datagram_do_not_apply_to_udp() => Assert.Equal(
        ["64kib", "256kib", "1mib"],
        Plan("payload-sweep.yaml").Cells.Where(
            cell => cell.NotApplicable is not null && cell.Arm.Protocol == "udp").Select(cell => cell.Workload.Name));

    internal static Plan Plan(string file) => PlanBuilder.Build(Load(file), StubProtocol.Catalog, WorkloadCatalog.All);

    private static Scenario Load(string file) => Read.Scenario(ScenarioFile.Load(
        Path.Combine(SourceFolder.Scenarios, file),
        ScenarioOverrides.None,
        new ScenarioVocabulary(StubProtocol.Catalog, ScenarioInput.Vocabulary.Links) { Workloads = WorkloadCatalog.All }));
}
