using System.Diagnostics;
using System.Text.RegularExpressions;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Scenarios;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ProtoBench.Tests.Exports;

/// <summary>The workflow files of scripts/ci: what they call exists, and what they publish is what the calls write.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed partial class WorkflowTests
{
    private const string Program = "scripts/protobench ";

    private static readonly string[] Writers = ["--output", "--junit", "--summary", "--store"];

    public static TheoryData<string> Files => ["github.yml", "gitlab-ci.yml"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_is_one_that_protobench_takes(string file)
    {
        var root = ProtoBench.Commands.CommandLine.Create();
        foreach (var command in Commands(file))
        {
            Assert.Empty(root.Parse(Words(command)).Errors.Select(error => $"{command}: {error.Message}"));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_commands_are_those_somebody_last_read(string file) =>
        Golden.Matches(file + ".commands.txt", string.Join('\n', Commands(file)) + "\n");

    [Theory]
    [MemberData(nameof(Files))]
    public void Both_halves_are_used(string file)
    {
        var verbs =
            Commands(file).Select(command => string.Join(' ', Words(command).TakeWhile(word => word.All(char.IsAsciiLetter)))).ToHashSet();
        Assert.Superset(new HashSet<string> { "run", "ab", "gate", "export", "history add", "history check" }, verbs);
        Assert.Contains(
            Commands(file),
            command => command.StartsWith("gate ", StringComparison.Ordinal) && command.Contains("--junit ", StringComparison.Ordinal));
        Assert.Contains(Commands(file), command => command.Contains("--format junit", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_published_or_kept_is_what_a_command_writes(string file)
    {
        var written = Commands(file)
            .Select(Words)
            .SelectMany(words => words.Zip(words.Skip(1)).Where(pair => Writers.Contains(pair.First)).Select(pair => pair.Second))
            .Where(path => path.StartsWith("results/", StringComparison.Ordinal))
            .ToHashSet();
        var published = Scalars(file)
            .Where(scalar => !scalar.Contains(Program, StringComparison.Ordinal))
            .SelectMany(scalar => scalar.Split('\n'))
            .Where(line => line.StartsWith("results/", StringComparison.Ordinal))
            .ToHashSet();

        Assert.NotEmpty(published);
        Assert.Equal(written.Order(), published.Order());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_read_was_written_before_or_is_in_the_repository(string file)
    {
        foreach (var path in Scalars(file).SelectMany(scalar => PathPattern().Matches(scalar)).Select(match => match.Value).Distinct())
        {
            Assert.True(File.Exists(Path.Combine(SourceFolder.Root, path)), $"{file} names {path}, which is not there");
        }

        var written = new HashSet<string>();
        foreach (var words in Commands(file).Select(Words))
        {
            Assert.All(
                words.Where((word, i) => word.StartsWith("results/", StringComparison.Ordinal) && !Writers.Contains(words[i - 1])),
                word => Assert.Contains(word, written));
            written.UnionWith(words);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_script_is_one_that_the_shell_can_read(string file)
    {
        foreach (var script in Scalars(file).Where(scalar => scalar.Contains("scripts/", StringComparison.Ordinal)))
        {
            using var bash = Process.Start(new ProcessStartInfo("bash", ["-n", "-c", script]) { RedirectStandardError = true })!;
            var error = bash.StandardError.ReadToEnd();
            bash.WaitForExit();
            Assert.True(bash.ExitCode == 0, error);
        }
    }

    [Fact]
    public void The_GitHub_workflow_has_the_shape_Actions_asks_for_and_puts_no_text_of_others_into_a_script()
    {
        var root = Document("github.yml");
        Assert.Superset(new HashSet<string> { "name", "on", "permissions", "jobs" }, Keys(root));
        foreach (var (_, job) in (YamlMappingNode)root["jobs"])
        {
            Assert.Superset(new HashSet<string> { "runs-on", "steps", "timeout-minutes" }, Keys((YamlMappingNode)job));
            foreach (var step in ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>())
            {
                Assert.Single(Keys(step).Intersect(["uses", "run"]));
                Assert.All(
                    step.Children.Where(pair => $"{pair.Key}" == "run"),
                    pair => Assert.DoesNotContain("${{", $"{pair.Value}", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void The_GitLab_pipeline_has_the_shape_GitLab_asks_for()
    {
        var root = Document("gitlab-ci.yml");
        var jobs = root.Children.Where(pair => $"{pair.Key}".StartsWith("protobench:", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, jobs.Count);
        foreach (var (_, job) in jobs)
        {
            Assert.Superset(new HashSet<string> { "extends", "rules", "script", "artifacts" }, Keys((YamlMappingNode)job));
            Assert.All(((YamlSequenceNode)job["script"]).Children, line => Assert.IsType<YamlScalarNode>(line));
            Assert.EndsWith(".xml", $"{job["artifacts"]["reports"]["junit"]}", StringComparison.Ordinal);
        }

        Assert.Equal("results/metrics.txt", $"{root["protobench:run"]["artifacts"]["reports"]["metrics"]}");
        Assert.Contains(
            Commands("gitlab-ci.yml"),
            command => command.EndsWith("--format openmetrics --output results/metrics.txt", StringComparison.Ordinal));
    }

    private static HashSet<string> Keys(YamlMappingNode node) => [.. node.Children.Keys.Select(key => $"{key}")];

    private static YamlMappingNode Document(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(SourceFolder.Root, "scripts", "ci", file))));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static IEnumerable<string> Scalars(string file) =>
        Document(file).AllNodes.OfType<YamlScalarNode>().Select(node => node.Value ?? "");

    /// <summary>What follows the program's name, up to what the shell does with the exit code.</summary>
    private static List<string> Commands(string file) =>
    [
        .. Scalars(file)
            .SelectMany(scalar => scalar.Split('\n'))
            .Where(line => line.StartsWith(Program, StringComparison.Ordinal))
            .Select(line => line[Program.Length..].Split(" || ")[0].TrimEnd()),
    ];

    // Quotes keep blanks together; the files use no other of the shell's words.
    private static string[] Words(string command) =>
        [.. WordPattern().Matches(command).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal))];

    [GeneratedRegex("(?:[^\\s\"]|\"[^\"]*\")+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\b(?:scripts|scenarios)/[A-Za-z0-9./_-]+")]
    private static partial Regex PathPattern();
}
