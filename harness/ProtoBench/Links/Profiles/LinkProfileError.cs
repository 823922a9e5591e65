namespace ProtoBench.Links.Profiles;

/// <summary>One thing wrong with a link profile, with its place and the way out.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Line">From 1; 0 when there is no place in the file to show.</param>
/// <param name="Column">From 1.</param>
/// <param name="Length">Characters to underline, at least 1.</param>
/// <param name="Code">A code of <see cref="LinkProfileErrorCodes"/>.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to do about it, or null.</param>
public sealed record LinkProfileError(string Source, int Line, int Column, int Length, string Code, string Message, string? Hint = null)
{
    /// <summary>As compilers show it: place, code and message, the source line with the culprit underlined, the remedy.</summary>
    /// <param name="text">The text of the file.</param>
    public string Render(string text)
    {
        if (Line == 0)
        {
            return $"{Source}: error {Code}: {Message}\n" + Help;
        }

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var line = Line <= lines.Length ? lines[Line - 1] : "";
        var margin = new string(' ', Line.ToString().Length);
        return $"{Source}:{Line}:{Column}: error {Code}: {Message}\n"
            + $" {Line} | {line}\n"
            + $" {margin} | {new string(' ', Column - 1)}{new string('^', Math.Max(1, Length))}\n"
            + Help;
    }

    private string Help => Hint is null ? "" : $"  help: {Hint}\n";
}
