using ProtoBench.Commands;
using ProtoBench.Reading.Links;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ProtoBench.Tests.Commands;

/// <summary>The files to begin with that travel inside the program.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class TemplateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("github", "scripts/ci/github/workflow.yml")]
    [InlineData("gitlab", "scripts/ci/gitlab/installed.yml")]
    [InlineData("gates", "scripts/ci/gates.yaml")]
    [InlineData("echo", "scenarios/echo.yaml")]
    [InlineData("wan-40ms", "scenarios/links/wan-40ms.yaml")]
    public async Task A_template_is_the_file_of_the_repository_to_the_letter(string name, string file)
    {
        using var printed = await ProtobenchProcess.RunAsync(_folder.Path, "template", name);

        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(SourceFolder.Root, file)), printed.Output);
    }

    [Fact]
    public async Task One_that_there_is_not_is_refused_with_the_one_that_was_meant()
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, "template", "githb");

        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("there is no template 'githb'; did you mean 'github'?", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_among_them_is_one_that_gate_takes()
    {
        using var printed = await ProtobenchProcess.RunAsync(_folder.Path, "template", "gates");
        File.WriteAllText(_folder.File("gates.yaml"), printed.Output);

        // It is read before the results are, and these do not exist.
        using var gate = await ProtobenchProcess.RunAsync(_folder.Path, "gate", "nowhere");

        Assert.DoesNotContain("gates.yaml", gate.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere", gate.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_means_two_things() => Assert.Distinct(TemplateCommand.Names);

    [Fact]
    public void Whatever_a_repository_takes_over_for_its_automation_can_be_read_as_yaml()
    {
        var files = Directory.GetFiles(Path.Combine(SourceFolder.Root, "scripts/ci"), "*.y*ml", SearchOption.AllDirectories);

        Assert.True(files.Length >= 6);
        Assert.All(files, file =>
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(file)));
            Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode);
        });
    }

    [Fact]
    public void The_workflow_uses_the_action_where_it_lies_and_gives_it_only_what_it_takes()
    {
        var action = (YamlMappingNode)Document("scripts/ci/github/action.yml")["inputs"];
        var steps = (YamlSequenceNode)Document("scripts/ci/github/workflow.yml")["jobs"]["gate"]["steps"];
        var step = Assert.Single(steps, step => $"{step}".Contains("/protobench/", StringComparison.Ordinal));

        Assert.Equal("OWNER/protobench/scripts/ci/github@TAG", $"{step["uses"]}");
        Assert.Empty(((YamlMappingNode)step["with"]).Children.Keys.Except(action.Children.Keys));
    }

    [Fact]
    public void The_profiles_in_the_program_are_those_of_the_repository()
    {
        var files = Directory.GetFiles(Path.Combine(SourceFolder.Scenarios, "links"), "*.yaml");

        Assert.Equal(
            files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal), LinkProfileCatalog.Shipped);
        Assert.All(
            files, file => Assert.Equal(File.ReadAllText(file), LinkProfileCatalog.TextOfShipped(Path.GetFileNameWithoutExtension(file))));
        Assert.All(LinkProfileCatalog.Shipped, name => Assert.Null(LinkProfileCatalog.FileInsteadOfShipped(name)));
    }

    public void Dispose() => _folder.Dispose();

    private static YamlNode Document(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(SourceFolder.Root, file))));
        return stream.Documents[0].RootNode;
    }
}
