using System.Globalization;

namespace ProtoBench.Reports.Charts;

/// <summary>
/// Writes elements that are valid both as XML and as HTML. Everything that comes from a run passes through here, and everything is escaped:
/// names and messages in a report are user input.
/// </summary>
internal sealed class MarkupWriter(TextWriter output)
{
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; disposing what is returned closes it. Attributes whose value is null are left out.</summary>
    public Scope Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        StartTag(name, attributes);
        output.Write('>');
        _open.Push(name);
        return new Scope(this);
    }

    /// <summary>An element with nothing but text in it.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        StartTag(name, attributes);
        output.Write('>');
        Text(text);
        EndTag(name);
    }

    /// <summary>An element that cannot have content.</summary>
    public void Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        StartTag(name, attributes);
        output.Write("/>");
    }

    /// <summary>A drawn shape, with a title that browsers show to a reader who points at it.</summary>
    public void Shape(string name, string? title, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        if (title is null)
        {
            Empty(name, attributes);
            return;
        }

        using (Open(name, attributes))
        {
            Element("title", title);
        }
    }

    public void Text(string text) => Escape(text);

    /// <summary>Text that is markup already, or a style sheet. Never for anything that came from outside this program.</summary>
    public void Raw(string markup) => output.Write(markup);

    /// <summary>A line break in the file, so that people and diffs can read it.</summary>
    public void Line() => output.Write('\n');

    /// <summary>A coordinate with one decimal: a tenth of a pixel is below what anyone sees.</summary>
    public static string Coordinate(double value)
    {
        var rounded = Math.Round(value, 1, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private void StartTag(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                output.Write(' ');
                output.Write(attribute);
                output.Write("=\"");
                Escape(value);
                output.Write('"');
            }
        }
    }

    private void EndTag(string name)
    {
        output.Write("</");
        output.Write(name);
        output.Write('>');
    }

    private void Escape(string text)
    {
        foreach (var character in text)
        {
            switch (character)
            {
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '&': output.Write("&amp;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;

                // XML 1.0 section 2.2 has no place for control characters, not even escaped.
                case < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF': output.Write('\uFFFD'); break;
                default: output.Write(character); break;
            }
        }
    }

    /// <summary>An open element.</summary>
    internal readonly struct Scope(MarkupWriter writer) : IDisposable
    {
        public void Dispose() => writer.EndTag(writer._open.Pop());
    }
}
