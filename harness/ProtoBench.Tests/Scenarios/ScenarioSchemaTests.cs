using System.Text.Json.Nodes;
using ProtoBench.Commands;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Model.Scenarios.Reading;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ScenarioSchemaTests
{
    /// <summary>
    /// Mistakes that only this program sees: YAML features that are legal YAML, repeated keys and names, bounds between two values or
    /// inside a quantity with a unit, files that are not there, and what one protocol has and another lacks.
    /// </summary>
    private static readonly HashSet<string> BeyondSchema = ["PB1004", "PB1005", "PB1222", "PB1223", "PB1224", "PB1301", "PB1303"];

    private static readonly ScenarioVocabulary Shipped =
        new(StubProtocol.Catalog, ScenarioInput.Vocabulary.Links) { Workloads = WorkloadCatalog.All };

    /// <summary>With PROTOBENCH_UPDATE_GOLDEN=1 in the environment the file is rewritten instead.</summary>
    [Fact]
    public void The_shipped_schema_is_up_to_date()
    {
        var path = Path.Combine(SourceFolder.Scenarios, "scenario.schema.json");
        if (Environment.GetEnvironmentVariable("PROTOBENCH_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, ScenarioSchema.Text(Shipped));
        }

        Assert.Equal(ScenarioSchema.Text(Shipped), File.ReadAllText(path));
    }

    [Fact]
    public void Every_key_of_the_parser_is_in_the_schema_with_its_meaning()
    {
        var root = JsonNode.Parse(ScenarioSchema.Text(Shipped))!["properties"]!;
        AssertKeys(ScenarioKeys.Shape.Keys, root);
        AssertKeys(ArmKeys.All, root["protocols"]!["items"]!["anyOf"]![1]!["properties"]!);
        AssertKeys(WorkloadKeys.Of(Read.Vocabulary).All, root["workloads"]!["additionalProperties"]!["properties"]!);
        AssertKeys(LoadPointKeys.Shape.Keys, root["loads"]!["items"]!["properties"]!);
        AssertKeys(RuntimeKeys.Shape.Keys, root["runtime"]!["properties"]!);
    }

    [Fact]
    public void Protocols_and_links_are_those_of_the_catalogs()
    {
        var root = JsonNode.Parse(
            ScenarioSchema.Text(new([new StubProtocol("smoke", new())], ["rope"]) { Workloads = WorkloadCatalog.All }))!["properties"]!;
        Assert.Equal("smoke", Assert.Single(root["protocols"]!["items"]!["anyOf"]![0]!["enum"]!.AsArray())!.GetValue<string>());
        Assert.Equal("rope", Assert.Single(root["links"]!["items"]!["anyOf"]![0]!["enum"]!.AsArray())!.GetValue<string>());
    }

    [PythonFact]
    public async Task A_foreign_validator_accepts_every_shipped_scenario()
    {
        var texts = ShippedScenariosTests.Names.Select(SourceFolder.ReadScenariosFile);
        Assert.All(await ForeignValidator.ComplaintsAsync(ScenarioSchema.Text(Shipped), texts), Assert.Null);
    }

    [PythonFact]
    public async Task A_foreign_validator_accepts_the_examples_of_the_readme() => Assert.All(
        await ForeignValidator.ComplaintsAsync(ScenarioSchema.Text(Shipped), ScenariosReadmeTests.Examples()), Assert.Null);

    [PythonFact]
    public async Task A_foreign_validator_refuses_what_the_parser_refuses()
    {
        var cases = ScenarioErrorTests.Mistakes.Select(row => (Text: Read.Lines((string)row[0]).Text, Code: (string)row[1]))
            .Concat(ScenarioErrorTests.BrokenFiles.Select(row => (Text: (string)row[0], Code: (string)row[1])))
            .Where(mistake => !BeyondSchema.Contains(mistake.Code))
            .ToArray();
        var complaints = await ForeignValidator.ComplaintsAsync(
            ScenarioSchema.Text(Read.Vocabulary), cases.Select(mistake => mistake.Text));
        var accepted = cases.Zip(complaints).Where(pair => pair.Second is null).Select(pair => pair.First.Text.Split('\n')[^1]);
        // YAML 1.1 readers such as this one take 03 for an octal number and yes for true. A range in units cannot be said in JSON Schema,
        // nor can an order of two values, or what only ssh would take for an option.
        Assert.Equal(
            [
                "trials: 03",
                "runtime: { server-gc: yes }",
                "duration: 61 min",
                "loads: [ { open: 0/s } ]",
                "warm-up: { min: 2 s, max: 1 s }",
                "warm-up: { min: 4 s }",
                "hosts: { server: -x, clients: b }",
                "links: [./loopback.yaml]",
                "workloads: { echo: { request: 0.3 B } }",
                "workloads: { echo: { request: 17 MiB } }",
            ],
            accepted);
    }

    private static void AssertKeys(IEnumerable<Key> keys, JsonNode properties)
    {
        var described = properties.AsObject().ToDictionary(
            property => property.Key, property => property.Value!["description"]!.GetValue<string>());
        Assert.Equal(keys.ToDictionary(key => key.Name, key => key.Meaning), described);
    }
}
