using System.Text.RegularExpressions;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Trials.Estimates;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ScenariosReadmeTests
{
    private static readonly string Readme = SourceFolder.ReadScenariosFile("README.md");

    [Fact]
    public void Every_error_code_is_explained()
    {
        var explained = Regex.Matches(Readme, @"^\| (PB\d{4}) \| (.+) \|$", RegexOptions.Multiline).Select(
            row => KeyValuePair.Create(row.Groups[1].Value, row.Groups[2].Value));
        Assert.Equal(ScenarioErrorCodes.All, explained);
    }

    [Fact]
    public void Every_example_is_a_right_scenario() => Assert.All(Examples(), example => Read.Scenario(Read.Text(example)));

    [Fact]
    public void The_complete_example_has_every_key()
    {
        var example = Examples()[1];
        Key[] keys = [
            .. ScenarioKeys.Shape.Keys,
            .. ArmKeys.All,
            .. WorkloadKeys.Of(Read.Vocabulary).All,
            .. LoadPointKeys.Shape.Keys,
            .. RuntimeKeys.Shape.Keys,
        ];
        Assert.All(keys, key => Assert.Matches($@"(?m)(^|[ {{,-]){key.Name}:", example));
    }

    [Fact]
    public void The_complete_example_shows_the_defaults()
    {
        var shown = Read.Scenario(Read.Text(Examples()[1]));
        var defaults = Read.Scenario(Read.Lines(""));
        Assert.Equal(
            (defaults.Trials, defaults.Duration, defaults.WarmUp, defaults.Timeout, defaults.Seed, defaults.Pinning, defaults.Runtime),
            (shown.Trials, shown.Duration, shown.WarmUp, shown.Timeout, shown.Seed, shown.Pinning, shown.Runtime));
        Assert.Equal(defaults.Workloads[0], shown.Workloads[0]);
        Assert.Equal(defaults.Workloads[0] with { Name = "many" }, shown.Workloads[1]);
    }

    [Theory]
    [MemberData(nameof(ShippedScenariosTests.Files), MemberType = typeof(ShippedScenariosTests))]
    public void The_table_of_scenarios_has_title_cells_and_time(string file)
    {
        var plan = ShippedScenariosTests.Plan(file);
        var minutes = Math.Ceiling(PlanEstimate.Of(plan).Maximum.TotalMinutes);
        Assert.Contains(
            $"| [{file}]({file}) | {plan.Scenario.Title} | {plan.Cells.Count} | {minutes} min |", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_an_error_is_what_the_program_prints()
    {
        var text = "title: Which?\nprotocls: [tcp]\nprotocols: [tcp]\nworkloads: { echo: {} }";
        var reading = ScenarioFile.Parse(text, "example.yaml", ScenarioOverrides.None, Read.Vocabulary);
        Assert.Contains("```text\n" + ScenarioErrorText.Render(reading.Errors, text) + "```", Readme, StringComparison.Ordinal);
    }

    internal static IReadOnlyList<string> Examples() =>
        [.. Regex.Matches(Readme, @"^```yaml\n((?:.*\n)*?)```$", RegexOptions.Multiline).Select(block => block.Groups[1].Value)];
}
