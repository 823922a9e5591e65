using ProtoBench.Links.Certification;
using ProtoBench.Links.Profiles;
using ProtoBench.Scenarios;

namespace ProtoBench.Commands;

/// <summary>Scenarios as the command line names them, read and checked; every error of every file is shown before anything starts.</summary>
internal static class ScenarioInput
{
    /// <summary>The scenario inside the program, for <c>protobench quick</c> in any folder.</summary>
    public const string QuickName = "quick.yaml";

    /// <summary>The protocols of the catalog and the link profiles that ship with it.</summary>
    public static ScenarioVocabulary Vocabulary { get; } = ScenarioVocabulary.Default with
    {
        Links = [.. LinkProfileCatalog.Names.Prepend(ScenarioVocabulary.Loopback).Distinct()],
    };

    /// <exception cref="UsageException">At least one file has errors; the message shows all of them.</exception>
    public static IReadOnlyList<Scenario> LoadAll(IReadOnlyList<string> paths, ScenarioOverrides overrides) =>
        WithLinks(Accept([.. paths.Select(path => ScenarioFile.Load(path, overrides, Vocabulary))]), path => Path.GetDirectoryName(paths[path]) ?? "");

    /// <exception cref="UsageException">An override does not fit.</exception>
    public static Scenario Quick(ScenarioOverrides overrides) =>
        WithLinks(Accept([ScenarioFile.Parse(QuickText(), QuickName, overrides, Vocabulary)]), _ => "")[0];

    private static IReadOnlyList<Scenario> Accept(IReadOnlyList<ScenarioReading> readings)
    {
        var errors = readings.Where(reading => !reading.Succeeded).Select(reading => ScenarioErrorText.Render(reading.Errors, reading.Text)).ToList();
        return errors.Count == 0
            ? [.. readings.Select(reading => reading.Scenario!)]
            : throw new UsageException(string.Join('\n', errors).TrimEnd());
    }

    // The profiles as they are now: what is edited while a run goes, or before it is resumed, changes nothing.
    private static IReadOnlyList<Scenario> WithLinks(IReadOnlyList<Scenario> scenarios, Func<int, string> folderOf)
    {
        var resolved = scenarios.Select((scenario, index) => ScenarioLinks.Resolve(scenario, folderOf(index), path => CertificateTime.Check(LinkProfileCatalog.Load(path)))).ToList();
        var errors = resolved.SelectMany(scenario => scenario.Failures).Select(failure => failure.RenderErrors()).Distinct().ToList();
        return errors.Count == 0
            ? [.. resolved.Select(scenario => scenario.Scenario)]
            : throw new UsageException(string.Join('\n', errors).TrimEnd());
    }

    private static string QuickText()
    {
        using var stream = typeof(ScenarioInput).Assembly.GetManifestResourceStream(QuickName)
            ?? throw new InvalidOperationException($"{QuickName} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
