using System.Text;

namespace ProtoBench.Reports.Text;

/// <summary>A table in plain text: columns as wide as their widest cell, the first aligned left and the others right.</summary>
internal sealed class TextTable
{
    private const int Gap = 2;

    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        var columns = _rows.Max(row => row.Count);
        var widths = Enumerable.Range(0, columns).Select(column => _rows.Max(row => column < row.Count ? Cells(row[column]) : 0)).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder();
            for (var column = 0; column < row.Count; column++)
            {
                var padding = new string(' ', widths[column] - Cells(row[column]));
                line.Append(column == 0 ? "" : new string(' ', Gap)).Append(column == 0 ? row[column] + padding : padding + row[column]);
            }

            output.Write(line.ToString().TrimEnd());
            output.Write('\n');
        }
    }

    // A terminal gives every code point one cell; names with wide or combining characters misalign, which is cosmetic.
    private static int Cells(string text) => text.EnumerateRunes().Count();
}
