using System.Text;

namespace ProtoBench.Model.Scenarios;

/// <summary>
/// Shows errors as compilers do: place, code and message, then the source line with the culprit underlined, then the remedy.
/// </summary>
public static class ScenarioErrorText
{
    /// <summary>
    /// Source lines longer than this are shown from a little before the error on. 160 columns fit a terminal on half a screen.
    /// </summary>
    private const int WidestLine = 160;

    /// <summary>All errors, a blank line between them.</summary>
    /// <param name="errors">In the order to show them.</param>
    /// <param name="text">The text of the scenario file.</param>
    public static string Render(IEnumerable<ScenarioError> errors, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', errors.Select(error => Render(error, lines)));
    }

    private static string Render(ScenarioError error, string[] lines)
    {
        var rendered = new StringBuilder(Printable(error.Source));
        if (error.Line > 0)
        {
            rendered.Append($":{error.Line}:{error.Column}");
        }

        rendered.Append($": error {error.Code}: {Printable(error.Message)}\n");
        if (error.Line > 0 && error.Line <= lines.Length)
        {
            AppendSource(rendered, error, lines[error.Line - 1]);
        }

        if (error.Hint is not null)
        {
            rendered.Append($"  help: {Printable(error.Hint)}\n");
        }

        return rendered.ToString();
    }

    private static void AppendSource(StringBuilder rendered, ScenarioError error, string line)
    {
        var column = Math.Clamp(error.Column - 1, 0, line.Length);
        var skipped = column > WidestLine / 2 && line.Length > WidestLine ? column - WidestLine / 4 : 0;
        var shown = line[skipped..Math.Min(line.Length, skipped + WidestLine)];
        var indent = column - skipped;
        var carets = Math.Clamp(error.Length, 1, Math.Max(1, shown.Length - indent));
        var number = error.Line.ToString();
        // A tab is repeated under a tab, so that the carets stand under the right word however wide tabs are.
        var blanks = string.Concat(shown.Take(indent).Select(character => character == '\t' ? '\t' : ' '));
        rendered.Append($" {number} | {Printable(shown)}\n");
        rendered.Append($" {new string(' ', number.Length)} | {blanks}{new string('^', carets)}\n");
    }

    /// <summary>Control characters other than tabs would let a file write escape sequences to the terminal.</summary>
    private static string Printable(string text) =>
        text.Any(Unprintable) ? string.Concat(text.Select(character => Unprintable(character) ? '\uFFFD' : character)) : text;

    private static bool Unprintable(char character) => char.IsControl(character) && character != '\t';
}
