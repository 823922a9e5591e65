using System.Text.Json.Nodes;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Reading.Links;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>The reader of scenarios reads link profiles too: its errors, its places, and a schema from the same keys.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LinkProfileSchemaTests
{
    private const string Head = "title: t\nsource: s\n";

    /// <summary>Lines that the parser refuses, and the schema with it.</summary>
    private static readonly string[] Refused =
    [
        "dely: 3 ms",
        "up: { dely: 3 ms }",
        "rate: 10 Mbits",
        "rate: 10",
        "delay: -3 ms",
        "loss: 0.01",
        "loss: { enter: 1 % }",
        "loss: { packets: 3 }",
        "loss: { packets: [0] }",
        "jitter: 3 ms",
        "jitter: { uniform: 1 ms, normal: 1 ms }",
        "jitter: { normal: 1 ms, shape: 3 }",
        "jitter: { pareto: 1 ms, shape: 1 }",
        "rate: 1 Mbit/s\ntrace: t",
        "rate: 1 Mbit/s\nqueue: 7",
        "congestion: cubick",
        "emulated: 1",
        "blackouts: [ { at: 1 s } ]",
        "blackouts: { at: 1 s }",
    ];

    private static string Folder => LinkProfileCatalog.Folder!;

    /// <summary>With PROTOBENCH_UPDATE_GOLDEN=1 in the environment the file is rewritten instead.</summary>
    [Fact]
    public void The_shipped_schema_is_up_to_date()
    {
        var path = Path.Combine(Folder, "link.schema.json");
        if (Environment.GetEnvironmentVariable("PROTOBENCH_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, LinkProfileKeys.Schema());
        }

        Assert.Equal(LinkProfileKeys.Schema(), File.ReadAllText(path));
    }

    [Fact]
    public void The_readme_explains_exactly_the_keys_of_the_schema()
    {
        var table = File.ReadAllLines(Path.Combine(Folder, "README.md")).SkipWhile(line => line != "## Keys").TakeWhile(
            line => line != "## Addresses");
        var explained = table.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',')).Select(key => key.Trim(' ', '`')).Order(StringComparer.Ordinal);
        Assert.Equal(
            explained,
            JsonNode.Parse(LinkProfileKeys.Schema())!["properties"]!.AsObject().Select(key => key.Key).Order(StringComparer.Ordinal));
    }

    [PythonFact]
    public async Task A_foreign_validator_accepts_every_shipped_profile()
    {
        var texts = LinkProfileCatalog.Names.Select(name => File.ReadAllText(Path.Combine(Folder, $"{name}.yaml")));
        Assert.All(await ForeignValidator.ComplaintsAsync(LinkProfileKeys.Schema(), texts), Assert.Null);
    }

    [PythonFact]
    public async Task A_foreign_validator_refuses_what_the_parser_refuses()
    {
        Assert.All(Refused, line => Assert.NotEmpty(LinkProfileFile.Parse(Head + line, "x.yaml", _ => "1\n").Errors));
        Assert.All(await ForeignValidator.ComplaintsAsync(LinkProfileKeys.Schema(), Refused.Select(line => Head + line)), Assert.NotNull);
    }

    [Fact]
    public void Every_mistake_of_a_file_is_told_at_once_each_at_its_own_place()
    {
        var errors = LinkProfileFile.Parse(
            "title: t\ntitle: again\nsource: s\ndelay: [1]\nloss: { enter: 1 %, leve: 2 %, leave: 200 % }\nup:\n  quueue: 1 bdp\n  "
                + "rate: fast\nblackouts: [ 3 ]\n", "x.yaml", _ => "").Errors;
        Assert.Equal(
            [
                (2, 1, "PB2002"),
                (4, 8, "PB2004"),
                (5, 21, "PB2003"),
                (5, 39, "PB2006"),
                (7, 3, "PB2003"),
                (8, 9, "PB2005"),
                (9, 14, "PB2004"),
            ],
            errors.Select(error => (error.Line, error.Column, error.Code)).Order());
        Assert.All(errors, error => Assert.NotNull(error.Hint));
    }

    [Theory]
    [InlineData("title: t\nsource: s\nup: &one { delay: 1 ms }\ndown: *one\n", "PB2002", "anchors are not supported")]
    [InlineData("", "PB2002", "nothing here")]
    [InlineData("- title: t\n", "PB2004", "a mapping is wanted here")]
    [InlineData("title: t\nsource: s\n---\ntitle: u\n", "PB2002", "a second document")]
    [InlineData("title: t\nsource: s\ndelay:\n", "PB2004", "'delay' has no value")]
    public void Text_that_would_mean_something_else_than_it_looks_like_is_refused(string text, string code, string message)
    {
        var error = LinkProfileFile.Parse(text, "x.yaml", _ => "").Errors[0];
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>What profiles could be written like before they shared the reader of scenarios, and what stored runs hold.</summary>
    [Theory]
    [InlineData("delay: .5 ms", "delay 0.5 ms")]
    [InlineData("delay: 020.50 ms", "delay 20.5 ms")]
    [InlineData("delay: 5. ms", "delay 5 ms")]
    [InlineData("delay: 20ms", "delay 20 ms")]
    [InlineData("delay: 0", "delay 0 ms")]
    [InlineData("delay: \" 3 ms \"", "delay 3 ms")]
    [InlineData("delay: 0.3 ms", "delay 0.3 ms")]
    [InlineData("loss: 0.00000000001 %", "1E-11 %")]
    [InlineData("loss: { packets: [] }", "loses packets ")]
    [InlineData("rate: 1 Mbit/s\nreorder: \"false\"", "1 Mbit/s")]
    [InlineData("rate: 1 Mbit/s\nqueue: 1.5 bdp", "queue 1.5 bdp")]
    [InlineData("blackouts: []", "delay 0 ms")]
    public void Every_old_way_of_writing_still_means_the_same(string line, string described)
    {
        var reading = LinkProfileFile.Parse($"title: 4\nsource: yes\n{line}\n", "x.yaml", _ => "");
        Assert.Equal("", reading.RenderErrors());
        Assert.Contains(described, LinkProfileDescription.Of(reading.Profile!), StringComparison.Ordinal);
    }
}
