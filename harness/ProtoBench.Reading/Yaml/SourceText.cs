using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Yaml;

/// <summary>The text of a file, or why it has none.</summary>
/// <param name="Text">With an error, what can be shown of it.</param>
/// <param name="Error">Null when the file was read.</param>
internal sealed record SourceText(string Text, ScenarioError? Error)
{
    /// <summary>64 KiB are more than a thousand lines; anything larger is another kind of file.</summary>
    private const int LargestFile = 64 * 1024;

    /// <summary>Reads a file. A missing or unreadable one is an error like any other.</summary>
    /// <param name="path">Where.</param>
    /// <param name="noun">What it should be, such as <c>a scenario</c>.</param>
    /// <param name="largest">Most bytes.</param>
    public static SourceText Read(string path, string noun, int largest = LargestFile)
    {
        if (Directory.Exists(path))
        {
            return Unreadable(path, $"a folder, not {noun}", "name a file in it");
        }

        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > largest)
            {
                return Unreadable(path, $"{file.Length:N0} bytes are too many for {noun}", $"the limit is {largest:N0} bytes");
            }

            var bytes = new byte[Math.Min(largest, file.Length) + 1];
            var (text, fault) = Utf8Text.Decode(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
            return new SourceText(text, fault is null
                ? null
                : new ScenarioError(path, fault.Line, fault.Column, 1, ScenarioErrorCodes.FileUnreadable, fault.Message, fault.Remedy));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "there is no such file", Neighbour(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, $"not readable: {exception.Message.TrimEnd('.')}", $"{noun} is a UTF-8 text file that you may read");
        }
    }

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            return "the folder does not exist either";
        }

        const int mostShown = 20;
        var files = Directory.GetFiles(folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToArray();
        return files.Length == 0 ? null
            : Spelling.Nearest(Path.GetFileName(path), files) is { } nearest ? $"did you mean '{nearest}'?"
            : $"the folder has: {string.Join(", ", files.Take(mostShown))}{(files.Length > mostShown ? ", …" : "")}";
    }

    private static SourceText Unreadable(string path, string message, string? hint) =>
        new("", new ScenarioError(path, 0, 0, 0, ScenarioErrorCodes.FileUnreadable, message, hint));
}
