using System.Text;

namespace ProtoBench.Tests.Reports;

/// <summary>Reads RFC 4180: fields with commas, quotes and line breaks are quoted, quotes inside doubled, rows end with CRLF.</summary>
internal static class Csv
{
    public static List<List<string>> Parse(string text)
    {
        var (rows, row, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append(text[++i]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r' when !quoted && text[i + 1] == '\n':
                    row.Add(field.ToString());
                    field.Clear();
                    rows.Add(row);
                    row = [];
                    i++;
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }

        return rows;
    }
}
