using System.Buffers;
using System.Text;

namespace ProtoBench.Reports.Text;

/// <summary>
/// A table in plain text: columns as wide as their widest cell, the first aligned left and the others right. One that is too wide loses
/// nothing: long names are wrapped, then names become lines of their own where <see cref="NamesMayLead"/> says so, then the columns that do
/// not fit follow below in a table of their own, with the names again.
/// </summary>
internal sealed class TextTable
{
    private const int Gap = 2;
    private const string Indent = "  ";
    private const string Continued = "(continued)";

    // Shorter pieces of a name say nothing.
    private const int ShortestName = 16;

    // After these a name may be broken.
    private static readonly SearchValues<char> Joints = SearchValues.Create(" -/_.,:@");

    private readonly List<Row> _rows = [];

    /// <summary>How many columns name the row, and stand in every part.</summary>
    public int Naming { get; init; } = 1;

    /// <summary>Columns that come before all others into the first part, such as the one with the answer.</summary>
    public IReadOnlyList<int> First { get; init; } = [];

    /// <summary>Where the table is too wide, may the first column be a line above its rows? For names that several rows share.</summary>
    public bool NamesMayLead { get; init; }

    public void Add(params IReadOnlyList<string> cells) => Add(TextTone.Plain, cells);

    public void Add(TextTone tone, IReadOnlyList<string> cells) => _rows.Add(new Row(tone, cells));

    public void Write(TextWriter output, TextPaper paper)
    {
        int[] all = [.. Enumerable.Range(0, _rows.Max(row => row.Cells.Count))];
        var spare = paper.Columns - (Width(all) - Width([0]));
        if (Width([0]) <= spare || spare >= ShortestName)
        {
            WritePart(output, paper, all, Math.Max(spare, ShortestName));
        }
        else if (NamesMayLead && Width(all[1..]) + Indent.Length <= paper.Columns)
        {
            WriteLed(output, paper, all[1..]);
        }
        else
        {
            WriteFolded(output, paper, all);
        }
    }

    private void WriteFolded(TextWriter output, TextPaper paper, int[] all)
    {
        var naming = all[..Math.Min(Naming, all.Length)];
        var names = Math.Max(ShortestName, paper.Columns / 3);
        var room = paper.Columns - (NamesMayLead ? Indent.Length - Gap : Math.Min(names, Width([0])))
            - (naming.Length > 1 ? Gap + Width(naming[1..]) : 0);
        var left = First.Where(column => !naming.Contains(column)).Concat(all).Except(naming).ToList();
        for (var isFirst = true; left.Count > 0; isFirst = false)
        {
            var part = new List<int>();
            foreach (var column in left)
            {
                if (part.Count == 0 || part.Append(column).Sum(one => Gap + Width([one])) <= room)
                {
                    part.Add(column);
                }
            }

            left.RemoveAll(part.Contains);
            if (!isFirst)
            {
                output.Write('\n');
            }

            if (NamesMayLead)
            {
                WriteLed(output, paper, [.. naming[1..], .. part.Order()], isFirst ? null : Continued);
            }
            else
            {
                WritePart(output, paper, [.. naming, .. part.Order()], names, isFirst ? null : Continued);
            }
        }
    }

    private void WriteLed(TextWriter output, TextPaper paper, int[] columns, string? heading = null)
    {
        var widths = columns.Select(column => Width([column])).ToArray();
        for (var i = 0; i < _rows.Count; i++)
        {
            var name = i == 0 ? heading ?? "" : i > 1 && Cell(_rows[i], 0) == Cell(_rows[i - 1], 0) ? "" : Cell(_rows[i], 0);
            foreach (var line in Wrapped(name, paper.Columns).Where(line => line.Length > 0))
            {
                output.Write(line + "\n");
            }

            // The first of these columns names its row, as the first of a whole table does.
            var cells = columns.Select((column, at) => Padded(Cell(_rows[i], column), widths[at], left: at == 0));
            output.Write(paper.Paint(_rows[i].Tone, (Indent + string.Join(new string(' ', Gap), cells)).TrimEnd()) + "\n");
        }
    }

    private void WritePart(TextWriter output, TextPaper paper, int[] columns, int longestName, string? heading = null)
    {
        var named = _rows.Select((row, i) => Wrapped(i == 0 && heading is not null ? heading : Cell(row, 0), longestName)).ToList();
        var first = named.Max(lines => lines.Max(Columns));
        var widths = columns.Skip(1).Select(column => Width([column])).ToArray();
        for (var i = 0; i < _rows.Count; i++)
        {
            // A row without these columns has nothing to say here.
            if (heading is not null && columns.Skip(Naming).All(column => Cell(_rows[i], column).Length == 0))
            {
                continue;
            }

            var line = new StringBuilder(Padded(named[i][0], first, left: true));
            for (var at = 1; at < columns.Length && columns[at] < _rows[i].Cells.Count; at++)
            {
                line.Append(' ', Gap).Append(Padded(Cell(_rows[i], columns[at]), widths[at - 1], left: false));
            }

            output.Write(paper.Paint(_rows[i].Tone, line.ToString().TrimEnd()) + "\n");
            foreach (var rest in named[i].Skip(1))
            {
                output.Write(paper.Paint(_rows[i].Tone, rest.TrimEnd()) + "\n");
            }
        }
    }

    /// <summary>A name in pieces, broken after a mark that joins its parts where there is one.</summary>
    private static List<string> Wrapped(string name, int columns)
    {
        var lines = new List<string>();
        var indent = "";
        columns = Math.Max(ShortestName, columns);
        while (Columns(indent + name) > columns)
        {
            var room = columns - indent.Length;
            var at = name.AsSpan(0, room).LastIndexOfAny(Joints) + 1;
            at = at > room / 2 ? at : char.IsHighSurrogate(name[room - 1]) ? room - 1 : room;
            lines.Add(indent + name[..at]);
            (name, indent) = (name[at..], Indent);
        }

        lines.Add(indent + name);
        return lines;
    }

    // Of these columns with the gaps between them.
    private int Width(int[] columns) =>
        columns.Sum(column => _rows.Max(row => Columns(Cell(row, column)))) + (Gap * Math.Max(0, columns.Length - 1));

    private static string Cell(Row row, int column) => column < row.Cells.Count ? row.Cells[column] : "";

    private static string Padded(string text, int width, bool left)
    {
        var padding = new string(' ', Math.Max(0, width - Columns(text)));
        return left ? text + padding : padding + text;
    }

    // A terminal gives every code point one cell; names with wide or combining characters misalign, which is cosmetic.
    private static int Columns(string text) => text.EnumerateRunes().Count();

    private sealed record Row(TextTone Tone, IReadOnlyList<string> Cells);
}
