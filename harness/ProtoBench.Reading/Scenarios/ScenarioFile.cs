using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Yaml;

namespace ProtoBench.Reading.Scenarios;

/// <summary>Reads scenario files. The format is described in scenarios/README.md.</summary>
public static class ScenarioFile
{
    // A million times of sixteen digits.
    private const int LargestRecording = 16 << 20;

    /// <summary>Reads a file. A missing or unreadable one is an error like any other.</summary>
    public static ScenarioReading Load(string path, ScenarioOverrides overrides, ScenarioVocabulary vocabulary) =>
        SourceText.Read(path, "a scenario") switch
        {
            { Error: { } error } broken => ScenarioReading.Failure([error], broken.Text),
            var source => Parse(source.Text, path, overrides, vocabulary),
        };

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">Shown in errors; its last part without extension is the scenario's default name.</param>
    /// <param name="overrides">What the command line changes.</param>
    /// <param name="vocabulary">The protocols and links that exist.</param>
    public static ScenarioReading Parse(string text, string fileName, ScenarioOverrides overrides, ScenarioVocabulary vocabulary)
    {
        var context = new ReadingContext(vocabulary, ScenarioFormat.Instance)
        {
            Folder = Path.GetDirectoryName(fileName) ?? "",
            ReadText = path => SourceText.Read(path, "a file of times", LargestRecording) is { Error: var error, Text: var read }
                ? (read, error is null ? null : error.Message)
                : ("", null),
        };
        if (SourceTree.ParseFile(text, fileName, context) is not { } file)
        {
            return ScenarioReading.Failure(context.Errors, text);
        }

        if (file is not SourceMapping)
        {
            context.Report(
                file.Span,
                ScenarioErrorCodes.NotOneMapping,
                $"a scenario is a mapping of keys to values, not {file.Kind}",
                "begin with a line such as title: Which protocol is fastest?");
            return ScenarioReading.Failure(context.Errors, text);
        }

        var root = new OverrideApplier(context).Apply(file, overrides);
        if (!ScenarioKeys.Shape.TryRead(root, "the scenario", context, out var scenario) || context.Errors.Count > 0)
        {
            return ScenarioReading.Failure(context.Errors, text);
        }

        scenario = KeepArms(scenario, overrides.Protocols, context);
        if (context.Errors.Count > 0)
        {
            return ScenarioReading.Failure(context.Errors, text);
        }

        var name = scenario.Name.Length > 0 ? scenario.Name : NameShape.Usable(Path.GetFileNameWithoutExtension(fileName)) ?? "scenario";
        return ScenarioReading.Success(scenario with { Name = name, Description = Described(scenario.Description, overrides.Set) }, text);
    }

    // A description speaks of the file; what the command line has changed about it stands beside it, so that a report does not contradict
    // itself.
    private static string Described(string description, IReadOnlyList<string> changes) =>
        description.Length == 0 || changes.Count == 0
            ? description
            : $"{description.TrimEnd()} Changed on the command line: {string.Join(", ", changes)}.";

    private static Scenario KeepArms(Scenario scenario, IReadOnlyList<string> wanted, ReadingContext context)
    {
        var known = scenario.Arms.SelectMany(arm => new[] { arm.Label, arm.Protocol }).Distinct().ToArray();
        foreach (var unknown in wanted.Except(known))
        {
            var option = new SourceSpan($"--protocols {Spelling.Shorten(unknown)}", 0, 0, 0);
            context.Report(
                option,
                ScenarioErrorCodes.UnknownArm,
                "the scenario has no such protocol or label",
                Spelling.Hint(unknown, known, "it has"));
        }

        return wanted.Count == 0
            ? scenario
            : scenario with { Arms = [.. scenario.Arms.Where(arm => wanted.Contains(arm.Label) || wanted.Contains(arm.Protocol))] };
    }
}
