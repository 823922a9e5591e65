using System.Text.Json;
using System.Text.RegularExpressions;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>A kind of workload is a folder of its own and one line of the catalog, and nothing else in the harness knows it.</summary>
public sealed class WorkloadCatalogTests
{
    private static readonly string Harness = Path.Combine(SourceFolder.Root, "harness");

    [Fact]
    public void Kinds_have_names_of_their_own() => Assert.Distinct(WorkloadCatalog.All.Select(kind => kind.Name));

    [Fact]
    public void Figures_of_kinds_have_keys_of_their_own() =>
        Assert.Distinct(WorkloadCatalog.All.SelectMany(kind => kind.Figures).Select(figure => figure.Key));

    [Fact]
    public void No_file_outside_the_workloads_folder_names_a_kind()
    {
        var names = WorkloadCatalog.All.Select(kind => kind.Name).Where(name => name != Workload.DefaultKind).ToList();
        Assert.NotEmpty(names);

        // What users run, what they read, and whatever bytes flow on, are called so in many places, so that these names alone say nothing.
        var words = string.Join('|', names.SelectMany(
            name => IsWord(name)
                ? [$@"\b{Pascal(name)}(Kind|Loop|Run|Figures)\b"]
                : new[] { $"\"{name}\"", $@"\b{Pascal(name)}(Kind|Async|Loop)?\b" }));
        var sources = Directory.EnumerateFiles(Harness, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Harness, path))
            .Where(path => !path.Contains("Tests", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(sources, path =>
            path.Contains("/Load/Workloads/", StringComparison.Ordinal) || path.Contains(".Load/Workloads/", StringComparison.Ordinal));
        Assert.DoesNotContain(
            sources.Where(path => !path.Contains("Load/Workloads/", StringComparison.Ordinal)),
            path => Regex.IsMatch(File.ReadAllText(Path.Combine(Harness, path)), words));
    }

    [Theory]
    [InlineData("exchange", "Exchange")]
    [InlineData("slow-reader", "SlowReader")]
    public void Files_write_a_kind_as_they_write_members_of_enumerations(string kind, string written)
    {
        var options = ResultJson.Default.Options;
        var json = JsonSerializer.Serialize(new Workload { Name = "w", Kind = kind }, options);
        Assert.Equal(written, JsonDocument.Parse(json).RootElement.GetProperty("kind").GetString());
        Assert.Equal(kind, JsonSerializer.Deserialize<Workload>(json, options)!.Kind);
    }

    [Fact]
    public void A_kind_of_a_newer_build_is_refused_by_its_name()
    {
        var error = Assert.Throws<IOException>(() => WorkloadCatalog.Of("telepathy"));
        Assert.StartsWith(
            "this build of ProtoBench has no workloads of kind 'telepathy'; it has exchange, ", error.Message, StringComparison.Ordinal);
    }

    // They are other things too.
    private static bool IsWord(string name) => name is
        "command" or "stream" or "page" or "objects" or "frames" or "push" or "idle" or "churn" or "close" or "reconnect"
        or "copies";

    private static string Pascal(string name) => string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
