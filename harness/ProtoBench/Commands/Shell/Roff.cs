using System.Text;

namespace ProtoBench.Commands.Shell;

/// <summary>A manual page in the language of man(7): text in, each character meaning itself.</summary>
internal sealed class Roff
{
    private const int LineLength = 80;

    private readonly StringBuilder _text = new();
    private bool _isBelowHead;

    /// <summary>The page so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>The page's name, section and origin.</summary>
    public void Title(string name, string source) =>
        // Without a date: the page is the same whenever it is made.
        _text.Append($".TH {Quoted(name.ToUpperInvariant())} 1 \"\" {Quoted(source)} \"User Commands\"\n");

    public void Section(string title) => Head($".SH {Quoted(title)}\n");

    public void Subsection(string title) => Head($".SS {Quoted(title)}\n");

    public void Paragraph(string text) => Begin().Append(Escaped(text)).Append('\n');

    /// <summary>A line as it stands, for command lines.</summary>
    public void Synopsis(string bold, string rest) =>
        Begin().Append($"\\fB{Inline(bold)}\\fR{(rest.Length > 0 ? " " + Inline(rest) : "")}\n");

    /// <summary>A term, bold, with what its value is called, and below it what it means.</summary>
    public void Entry(string term, string value, string meaning) =>
        _text.Append(".TP\n").Append($"\\fB{Inline(term)}\\fR{(value.Length > 0 ? $" \\fI{Inline(value)}\\fR" : "")}\n")
            .Append(Escaped(meaning.Length > 0 ? meaning : "\u2014")).Append('\n');

    private void Head(string line)
    {
        _text.Append(line);
        _isBelowHead = true;
    }

    // A heading begins a paragraph by itself.
    private StringBuilder Begin()
    {
        _text.Append(_isBelowHead ? "" : ".PP\n");
        _isBelowHead = false;
        return _text;
    }

    // In lines that an editor shows whole, which is what mandoc -Tlint asks for. A line that begins with a dot would be a request; an
    // apostrophe, which would be one too, is always written as a character of its own.
    private static string Escaped(string text)
    {
        var (lines, length) = (new StringBuilder(), 0);
        foreach (var word in text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Inline))
        {
            var breaks = length > 0 && length + 1 + word.Length > LineLength;
            lines.Append(length == 0 ? "" : breaks ? "\n" : " ");
            length = breaks || length == 0 ? word.Length : length + 1 + word.Length;
            lines.Append((breaks || lines.Length == 0) && word[0] == '.' ? "\\&" : "").Append(word);
        }

        return lines.ToString();
    }

    private static string Quoted(string text) => "\"" + Inline(text).Replace("\"", "\\(dq", StringComparison.Ordinal) + "\"";

    // groff_char(7): '-' is a hyphen, '`', ''', '^' and '~' are typographic, unless escaped. Everything else outside ASCII by its number.
    private static string Inline(string text)
    {
        var inline = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            inline.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '\'' => "\\(aq",
                '`' => "\\(ga",
                '^' => "\\(ha",
                '~' => "\\(ti",
                > 126 => $"\\[u{rune.Value:X4}]",
                _ => rune.ToString(),
            });
        }

        return inline.ToString();
    }
}
