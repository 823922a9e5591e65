using System.Globalization;
using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Text;

/// <summary>
/// Every trial as one row with everything it measured (RFC 4180: CRLF, quotes doubled, header first). Units are in the column names;
/// a text that a spreadsheet would run as a formula has an apostrophe before it.
/// </summary>
internal sealed class CsvReport : IReport
{
    public string FileName => "results.csv";

    public void Render(RunSummary summary, TextWriter output)
    {
        var run = summary.Run;
        var columns = CsvColumns.Of(run.Plan);
        Row(output, columns.Select(column => column.Name));
        var cells = run.Plan.Cells.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        foreach (var trial in run.Trials)
        {
            var cell = cells.GetValueOrDefault(trial.CellId);
            Row(output, columns.Select(column => Text(column.Read(cell, trial))));
        }
    }

    private static void Row(TextWriter output, IEnumerable<string> fields)
    {
        output.Write(string.Join(',', fields.Select(Quoted)));
        output.Write("\r\n");
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Round-trip digits: a spreadsheet must not know less than trials.jsonl.
    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        string text => Defused(text),
        _ => value.ToString() ?? "",
    };

    // Spreadsheets run a text that begins like this as a formula, which a label of a scenario somebody else wrote must not become; the
    // apostrophe makes it text (owasp.org/www-community/attacks/CSV_Injection). Numbers keep their sign.
    private static string Defused(string text) =>
        text.Length > 0 && "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20".Contains(text[0]) ? "'" + text : text;
}
