using ProtoBench.Commands.Links;
using ProtoBench.Links.Certification;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine.Programs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Links;
using ProtoBench.Reading.Scenarios;

namespace ProtoBench.Commands;

/// <summary>
/// Scenarios as the command line names them, read and checked; every error of every file is shown before anything starts.
/// </summary>
internal static class ScenarioInput
{
    private const string QuickName = "quick";

    /// <summary>The protocols of the catalog and the link profiles that ship with it.</summary>
    public static ScenarioVocabulary Vocabulary { get; } = new(
        ProtocolCatalog.All, [.. LinkProfileCatalog.Names.Prepend(ScenarioVocabulary.Loopback).Distinct()])
    {
        Workloads = WorkloadCatalog.All,
        HasProgram = name => ProgramSearch.Find(name) is not null,
    };

    /// <param name="paths">Files, or names of scenarios that ship, such as <c>echo</c>.</param>
    /// <param name="overrides">What the command line changes about each.</param>
    /// <exception cref="UsageException">At least one file has errors; the message shows all of them.</exception>
    public static IReadOnlyList<Scenario> LoadAll(IReadOnlyList<string> paths, ScenarioOverrides overrides)
    {
        var sources = paths.Select(Source).ToList();
        return WithLinks(
            Accept([.. sources.Select(source => source.Text is { } text
                ? ScenarioFile.Parse(text, source.Path, overrides, Vocabulary)
                : ScenarioFile.Load(source.Path, overrides, Vocabulary))]),
            index => Path.GetDirectoryName(sources[index].Path) ?? "");
    }

    /// <summary>A scenario that a command has written; the files it names are relative to the current folder.</summary>
    /// <exception cref="UsageException">It has errors.</exception>
    public static Scenario OfText(string text, string name, ScenarioOverrides overrides) =>
        WithLinks(Accept([ScenarioFile.Parse(text, name, overrides, Vocabulary)]), _ => "")[0];

    /// <exception cref="UsageException">An override does not fit.</exception>
    public static Scenario Quick(ScenarioOverrides overrides) =>
        WithLinks(Accept([ScenarioFile.Parse(ShippedScenarios.Text(QuickName), QuickName + ".yaml", overrides, Vocabulary)]), _ => "")[0];

    private static IReadOnlyList<Scenario> Accept(IReadOnlyList<ScenarioReading> readings)
    {
        var errors = readings.Where(reading => !reading.Succeeded)
            .Select(reading => ScenarioErrorText.Render(reading.Errors, reading.Text))
            .ToList();
        return errors.Count == 0
            ? [.. readings.Select(reading => reading.Scenario!)]
            : throw new UsageException(string.Join('\n', errors).TrimEnd());
    }

    // The profiles as they are now: what is edited while a run goes, or before it is resumed, changes nothing.
    private static IReadOnlyList<Scenario> WithLinks(IReadOnlyList<Scenario> scenarios, Func<int, string> folderOf)
    {
        var resolved = scenarios.Select((scenario, index) =>
            ScenarioLinks.Resolve(
                ClientFolders.Resolve(scenario, folderOf(index)),
                folderOf(index),
                path => CertificateTime.Check(LinkProfileCatalog.Load(path)))).ToList();
        var links = scenarios.SelectMany(scenario => scenario.Links).Distinct();
        foreach (var note in links.Select(LinkNotes.OtherThanShipped).OfType<string>())
        {
            Console.Error.WriteLine(note);
        }

        var errors = resolved.SelectMany(scenario => scenario.Failures).Select(failure => failure.RenderErrors()).Distinct().ToList();
        var served = resolved.Select((scenario, index) => ScenarioServers.Resolve(scenario.Scenario, folderOf(index))).ToList();
        errors.AddRange(served.SelectMany(scenario => scenario.Errors.Select(error => $"{scenario.Scenario.Name}: {error}")));
        return errors.Count == 0
            ? [.. served.Select(scenario => scenario.Scenario)]
            : throw new UsageException(string.Join('\n', errors).TrimEnd());
    }

    // A file is what it is; a bare word that is none is looked for as NAME.yaml here and in scenarios/, then among those of the program.
    private static (string Path, string? Text) Source(string given)
    {
        if (!ShippedScenarios.IsName(given))
        {
            return File.Exists(given) || Directory.Exists(given) || Meant(given) is not { } meant
                ? (given, null)
                : throw new UsageException($"there is no file '{Spelling.Shorten(given)}'; {meant}");
        }

        var file = new[] { given, given + ".yaml", Path.Combine(ShippedScenarios.Folder, given + ".yaml") }.FirstOrDefault(File.Exists);
        if (ShippedScenarios.Names.Contains(given))
        {
            return file is null ? (given + ".yaml", ShippedScenarios.Text(given)) : Told(given, file);
        }

        return file is not null ? (file, null)
            : Directory.Exists(given) ? (given, null)
            : throw new UsageException($"there is no file '{given}' and no scenario of that name; "
                + $"{Spelling.Hint(given, ShippedScenarios.Names, "those that ship are")}");
    }

    // A file of one's own comes first; whoever has forgotten it must not take its figures for those of the scenario that ships.
    private static (string Path, string? Text) Told(string name, string file)
    {
        if (File.ReadAllText(file) != ShippedScenarios.Text(name))
        {
            Console.Error.WriteLine($"note: '{name}' is the file {file} here, which is not the scenario of that name that ships");
        }

        return (file, null);
    }

    // A path as in a clone, from somewhere else; or a slip of the keys.
    private static string? Meant(string path)
    {
        var (name, folder) = (Path.GetFileNameWithoutExtension(path), Path.GetDirectoryName(path) ?? "");
        var beside = Directory.Exists(folder.Length == 0 ? "." : folder)
            ? Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file))
            : [];
        return ShippedScenarios.Names.Contains(name) ? $"'{name}' ships with ProtoBench: write {name} alone, in any folder"
            : Spelling.Nearest(name, beside) is { } near ? $"did you mean '{Path.Combine(folder, near + ".yaml")}'?"
            : Spelling.Nearest(name, ShippedScenarios.Names) is { } shipped ? $"did you mean '{shipped}', which ships?"
            : null;
    }
}
