using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Documents;

/// <summary>docs/architecture.svg shows the projects as they are, because a script draws it from the project files.</summary>
[Trait("lane", "waiting")]
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ArchitecturePictureTests : IDisposable
{
    private static readonly string Script = Path.Combine(SourceFolder.Root, "scripts", "draw-architecture.sh");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_committed_picture_is_the_one_that_the_script_draws_now()
    {
        var (exit, drawn, said) = await DrawAsync(SourceFolder.Root);
        Assert.True(exit == 0, said);
        Assert.True(
            drawn == await File.ReadAllTextAsync(Path.Combine(SourceFolder.Root, "docs", "architecture.svg")),
            "docs/architecture.svg is not what the projects are now; run scripts/draw-architecture.sh");
    }

    [Fact]
    public async Task It_has_every_project_but_tests_and_benchmarks_and_a_description_of_each()
    {
        var (_, drawn, _) = await DrawAsync(SourceFolder.Root);
        foreach (var project in Directory.EnumerateFiles(SourceFolder.Root, "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var isDrawn = drawn.Contains($"\">{name}</text>", StringComparison.Ordinal);
            var ships = !name.EndsWith("Tests", StringComparison.Ordinal) && !name.EndsWith("Benchmarks", StringComparison.Ordinal);
            Assert.Equal(ships, isDrawn);
            var says = await File.ReadAllTextAsync(project);
            Assert.True(!isDrawn || says.Contains("<Description>", StringComparison.Ordinal), $"{name} has no description");
        }
    }

    [Fact]
    public async Task What_follows_from_other_references_is_not_drawn_and_who_is_referenced_stands_lower()
    {
        Project("servers/Low", "");
        Project("harness/Middle", "../../servers/Low/Low.csproj");
        Project("harness/High", "../Middle/Middle.csproj", "../../servers/Low/Low.csproj");
        Project("harness/High.Tests", "../High/High.csproj");

        var (exit, drawn, said) = await DrawAsync(_folder.Path);

        Assert.True(exit == 0, said);
        Assert.Contains("<title>High calls Middle</title>", drawn, StringComparison.Ordinal);
        Assert.Contains("<title>Middle calls Low</title>", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("<title>High calls Low</title>", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("High.Tests", drawn, StringComparison.Ordinal);
        Assert.True(Height(drawn, "High") < Height(drawn, "Middle") && Height(drawn, "Middle") < Height(drawn, "Low"));
    }

    [Fact]
    public async Task A_circle_and_a_reference_to_nothing_are_told_and_not_drawn()
    {
        Project("harness/One", "../Two/Two.csproj");
        Project("harness/Two", "../One/One.csproj");
        var circle = await DrawAsync(_folder.Path);
        Project("harness/Two", "../Three/Three.csproj");
        var nothing = await DrawAsync(_folder.Path);

        Assert.NotEqual(0, circle.Exit);
        Assert.Contains("circle", circle.Said, StringComparison.Ordinal);
        Assert.NotEqual(0, nothing.Exit);
        Assert.Contains("Two references Three, which is no project here", nothing.Said, StringComparison.Ordinal);
        Assert.Equal(("", ""), (circle.Drawn, nothing.Drawn));
    }

    public void Dispose() => _folder.Dispose();

    private static int Height(string drawn, string project) =>
        int.Parse(Regex.Match(drawn, $"y=\"(\\d+)\">{project}</text>").Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private void Project(string folder, params string[] references)
    {
        Directory.CreateDirectory(_folder.File(folder));
        var lines = references
            .Where(reference => reference.Length > 0)
            .Select(reference => $"    <ProjectReference Include=\"{reference}\" />\n");
        File.WriteAllText(
            _folder.File($"{folder}/{Path.GetFileName(folder)}.csproj"),
            $"<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n{string.Concat(lines)}  </ItemGroup>\n</Project>\n");
    }

    private static async Task<(int Exit, string Drawn, string Said)> DrawAsync(string root)
    {
        var start = new ProcessStartInfo("bash", [Script, "-", root]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var script = Process.Start(start)!;
        var said = script.StandardError.ReadToEndAsync();
        var drawn = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, drawn, await said);
    }
}
