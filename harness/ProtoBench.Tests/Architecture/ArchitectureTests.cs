using System.Text.RegularExpressions;
using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Links;
using ProtoBench.Reading.Yaml;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Architecture;

/// <summary>What docs/architecture.md promises, held against the projects and against what was compiled.</summary>
public sealed partial class ArchitectureTests
{
    [Fact]
    public void Projects_refer_only_to_the_floors_below_them()
    {
        var upward = House.Floors.SelectMany(
            (floor, height) => House.ReferencesOf(floor)
                .Where(reference => Array.IndexOf(House.Floors, reference) is var other && (other < 0 || other >= height))
                .Select(reference => $"{floor} → {reference}"));

        Assert.Empty(upward);
    }

    [Fact]
    public void Every_project_that_ships_is_a_floor()
    {
        var shipped = Directory.EnumerateFiles(SourceFolder.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(project =>
                !project.EndsWith("Tests", StringComparison.Ordinal) && !project.EndsWith("Benchmarks", StringComparison.Ordinal));

        Assert.Equal(House.Floors.Order(), shipped.Order());
    }

    [Fact]
    public void A_namespace_is_its_project_and_its_folder()
    {
        var elsewhere = House.Floors.SelectMany(House.SourcesOf)
            .Select(source => (source.File, source.Room, Declared: Declaration().Match(File.ReadAllText(source.File)).Groups[1].Value))
            .Where(source => source.Declared.Length > 0 && source.Declared != source.Room)
            .Select(source => $"{Path.GetRelativePath(SourceFolder.Root, source.File)} says {source.Declared}");

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void No_folder_refers_to_another_in_a_circle()
    {
        var arrows = House.Floors.SelectMany(floor => CompiledArrows.Of(House.AssemblyOf(floor))).ToList();

        // A test that reads nothing would find no circle either.
        Assert.True(arrows.Count > 3000, $"only {arrows.Count} arrows");
        Assert.True(Circles.Among(arrows) is { Count: 0 }, string.Join("\n", Circles.Among(arrows)));
    }

    [Fact]
    public void Each_function_of_libc_is_bound_once_and_on_the_lowest_floor()
    {
        var sources = House.Floors
            .SelectMany(floor => House.SourcesOf(floor).Select(source => (Floor: floor, Text: File.ReadAllText(source.File)))).ToList();
        var bindings = sources
            .SelectMany(source => LibcBinding().Matches(source.Text).Select(match => (source.Floor, Function: match.Groups[1].Value)))
            .ToList();

        Assert.True(bindings.Count > 35, $"only {bindings.Count} bindings");
        Assert.All(bindings, binding => Assert.Equal(House.Floors[0], binding.Floor));
        Assert.Distinct(bindings.Select(binding => binding.Function));

        // Whoever binds it under its own name, whichever way.
        Assert.Equal(House.Floors[0], Assert.Single(sources, source => LibcName().IsMatch(source.Text)).Floor);
    }

    [Fact]
    public void What_reads_any_format_knows_nothing_of_scenarios()
    {
        // Of the folder with the shapes, what only scenarios have.
        string[] ofScenarios =
        [
            nameof(ScenarioVocabulary), nameof(LinkShape), nameof(ProtocolShape), nameof(TraitShape), "VocabularyShape`1",
            nameof(IWorkloadKind), nameof(WorkloadKeys),
        ];
        var generic = House.Floors.SelectMany(floor => CompiledArrows.Of(House.AssemblyOf(floor)))
            .Where(arrow => arrow.FromRoom == typeof(Vocabulary).Namespace || arrow.FromRoom == typeof(SourceTree).Namespace
                || arrow.FromRoom == typeof(LinkProfileFile).Namespace)
            .Where(arrow => !ofScenarios.Contains(arrow.From[(arrow.From.LastIndexOf('.') + 1)..]))
            .ToList();

        Assert.Contains(generic, arrow => arrow.To == typeof(Vocabulary).FullName);
        Assert.DoesNotContain(generic, arrow => arrow.To == typeof(ScenarioVocabulary).FullName || arrow.To == typeof(IProtocol).FullName);
    }

    [Fact]
    public void A_circle_is_found_with_the_types_that_make_it()
    {
        Arrow[] arrows = [new("A.X", "B.Y"), new("B.Y", "C.Z"), new("C.Z", "A.X"), new("C.Z", "D.W")];

        Assert.Equal(["A → B: X uses Y", "B → C: Y uses Z", "C → A: Z uses X"], Circles.Among(arrows));
    }

    [Fact]
    public void The_sides_of_a_trial_have_nothing_in_their_folder_that_they_do_not_use()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(Executables.Peer)!, "*.dll").Select(Path.GetFileNameWithoutExtension).ToList();

        Assert.Contains("protobench-peer", files);
        Assert.DoesNotContain(files, file => Needless().IsMatch(file!));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("Import\\((?:Libc\\.)?Name, EntryPoint = \"(\\w+)\"")]
    private static partial Regex LibcBinding();

    [GeneratedRegex("\"libc[\".]")]
    private static partial Regex LibcName();

    [GeneratedRegex(
        "YamlDotNet|^System.CommandLine|Npgsql|ScottPlot|Skia|HarfBuzz|Spectre|ProtoBench.(Reading|Analysis|Reports|Trials|Links)$|^protobench$")]
    private static partial Regex Needless();
}
