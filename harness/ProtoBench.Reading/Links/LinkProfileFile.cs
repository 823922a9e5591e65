using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Yaml;

namespace ProtoBench.Reading.Links;

/// <summary>Reads link profiles. <see cref="Parse"/> is pure; scenarios/links/README.md describes the format.</summary>
public static class LinkProfileFile
{
    /// <summary>Reads a file, and the trace files it names from the same folder.</summary>
    public static LinkProfileReading Load(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var traces = new Dictionary<string, string>();
            var (text, wrong) = Utf8Text.Decode(File.ReadAllBytes(path));
            return wrong is null
                ? Parse(text, path, name => traces[name] = ReadTrace(folder, name)) with { Traces = traces }
                : Failed(text, new(path, wrong.Line, wrong.Column, 1, LinkProfileErrorCodes.Unreadable, wrong.Message, wrong.Remedy));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LinkProfileReading(
                null, [new(path, 0, 0, 1, LinkProfileErrorCodes.Unreadable, error.Message, "check the path and its permissions")], "");
        }
    }

    /// <summary>Reads a profile from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">File name for messages; its name without extension becomes the profile's.</param>
    /// <param name="readTrace">Returns the text of a trace file, or throws an <see cref="IOException"/>.</param>
    public static LinkProfileReading Parse(string text, string source, Func<string, string> readTrace)
    {
        if (Utf8Text.NulIn(text) is { } nul)
        {
            return Failed(text, new ScenarioError(source, nul.Line, nul.Column, 1, LinkProfileErrorCodes.Syntax, nul.Message, nul.Remedy));
        }

        var context = new ReadingContext(Vocabulary.None, LinkProfileFormat.Instance);
        if (SourceTree.ParseFile(text, source, context) is not { } root
            || !LinkProfileKeys.Shape(readTrace).TryRead(root, "the profile", context, out var profile)
            || context.Errors.Count > 0)
        {
            return new LinkProfileReading(null, context.Errors, text);
        }

        var name = Path.GetFileNameWithoutExtension(source);
        return new LinkProfileReading(profile with { Name = name }, [], text) { Source = source, Places = Places((SourceMapping)root) };
    }

    private static Dictionary<string, (int Line, int Column, int Length)> Places(SourceMapping root)
    {
        var places = new Dictionary<string, (int Line, int Column, int Length)>();
        void Add(SourceMapping mapping, string prefix)
        {
            foreach (var (key, value) in mapping.Entries)
            {
                places[$"{prefix}{key.Text}"] = (value.Span.Line, value.Span.Column, value.Span.Length);
                if (prefix.Length == 0 && key.Text is "up" or "down" && value is SourceMapping direction)
                {
                    Add(direction, $"{key.Text}.");
                }
            }
        }

        Add(root, "");
        return places;
    }

    // The run's folder keeps a copy of both, side by side.
    private static string ReadTrace(string folder, string name) => name == Path.GetFileName(name)
        ? Utf8Text.Decode(File.ReadAllBytes(Path.Combine(folder, name))) is var (text, wrong) && wrong is null
            ? text
            : throw new FormatException($"line {wrong!.Line}: {wrong.Message}; {wrong.Remedy}")
        : throw new IOException("a trace lies beside its profile, so its name has no folders");

    private static LinkProfileReading Failed(string text, ScenarioError error) => new(null, [error], text);
}
