using System.Text.RegularExpressions;
using ProtoBench.Commands;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Documents;

/// <summary>Every example of a scenario in the documents is one that can be pasted and run.</summary>
public sealed class DocumentedYamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string>();
            foreach (var (document, text) in DocumentBlocks.Of("yaml"))
            {
                blocks.Add(document, text);
            }

            return blocks;
        }
    }

    [Fact]
    public void The_README_and_the_page_on_scenarios_have_examples() =>
        Assert.Superset(
            new HashSet<string> { "README.md", "scenarios/README.md" },
            DocumentBlocks.Of("yaml").Select(block => block.Document).ToHashSet());

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_example_is_valid_and_no_cell_of_it_is_left_out_unless_it_says_so(string document, string text)
    {
        var file = _folder.File("example.yaml");
        File.WriteAllText(file, text);

        var plan = PlanBuilder.Build(ScenarioInput.LoadAll([file], ScenarioOverrides.None)[0], ProtocolCatalog.All, WorkloadCatalog.All);

        foreach (var cell in plan.Cells.Where(cell => cell.NotApplicable is not null))
        {
            var line = text.Split('\n').First(line => Regex.IsMatch(line, $@"[\s{{]{Regex.Escape(cell.Workload.Name)}:"));
            Assert.True(
                line.Contains("not applicable", StringComparison.Ordinal) && line.Contains(cell.Arm.Protocol, StringComparison.Ordinal),
                $"{document}: {cell.Id} is not applicable ({cell.NotApplicable}), and '{line.Trim()}' does not say so");
        }
    }

    public void Dispose() => _folder.Dispose();
}
