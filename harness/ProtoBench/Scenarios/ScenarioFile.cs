using System.Text;
using ProtoBench.Scenarios.Reading;

namespace ProtoBench.Scenarios;

/// <summary>Reads scenario files. The format is described in scenarios/README.md.</summary>
public static class ScenarioFile
{
    /// <summary>64 KiB of scenario are more than a thousand lines; anything larger is another kind of file.</summary>
    private const int LargestFile = 64 * 1024;

    /// <summary>Reads a file. A missing or unreadable one is an error like any other.</summary>
    public static ScenarioReading Load(string path, ScenarioOverrides overrides, ScenarioVocabulary vocabulary)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LargestFile)
            {
                return Unreadable(path, $"{file.Length:N0} bytes are too many for a scenario", $"the limit is {LargestFile:N0} bytes");
            }

            using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Parse(reader.ReadToEnd(), path, overrides, vocabulary);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "there is no such file", Neighbour(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return Unreadable(path, $"not readable: {exception.Message.TrimEnd('.')}", "a scenario is a UTF-8 text file that you may read");
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">Shown in errors; its last part without extension is the scenario's default name.</param>
    /// <param name="overrides">What the command line changes.</param>
    /// <param name="vocabulary">The protocols and links that exist.</param>
    public static ScenarioReading Parse(string text, string fileName, ScenarioOverrides overrides, ScenarioVocabulary vocabulary)
    {
        var context = new ReadingContext(vocabulary);
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
        return ScenarioReading.Success(scenario with { Name = name }, text);
    }

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

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            return "the folder does not exist either";
        }

        var files = Directory.GetFiles(folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).Take(20).ToArray();
        return files.Length == 0 ? null : Spelling.Hint(Path.GetFileName(path), files, "the folder has");
    }

    private static ScenarioReading Unreadable(string path, string message, string? hint) =>
        ScenarioReading.Failure([new ScenarioError(path, 0, 0, 0, ScenarioErrorCodes.FileUnreadable, message, hint)], "");
}
