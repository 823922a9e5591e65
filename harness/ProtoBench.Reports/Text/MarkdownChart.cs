using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Text;

/// <summary>
/// The first question's figures as a chart of characters in a code block. GitHub's sanitizer keeps neither inline SVG nor data URIs
/// (github.com/github/markup: "The HTML is sanitized"), and a Mermaid xychart, which it would draw, has no intervals and no logarithmic
/// axis, and mails, logs and terminals show its source ("a non-JavaScript environment (such as an API request) will see the original
/// Markdown code", github.blog/2022-02-14-include-diagrams-markdown-files-mermaid). A code block looks alike everywhere.
/// </summary>
internal static class MarkdownChart
{
    private const int LongestName = 22;
    private const int Columns = 50;

    public static void Write(TextWriter output, RunSummary summary)
    {
        if (summary.Workloads.FirstOrDefault(workload => Rows(workload.Loads[0]).Count > 1) is not { } workload)
        {
            return;
        }

        var (load, rows) = (workload.Loads[0], Rows(workload.Loads[0]));
        var metric = rows[0].Figure.Metric;
        var ends = rows.SelectMany(
            row => (double[])[row.Figure.Low ?? row.Figure.Centre, row.Figure.Centre, row.Figure.High ?? row.Figure.Centre]).ToList();
        IReadOnlyList<double> axis = metric.LowerIsBetter
            ? [.. IntervalRange.Logarithmic(rows.Select(row => (row.Figure.Centre, row.Figure.Low, row.Figure.High)))]
            : ends;
        var (low, high) = (Math.Log(axis.Min()), Math.Log(axis.Max()));
        MarkdownText.Lines(output, "", "```text", $"{metric.Title}: {OneLine(workload.Title)}, {load.Title}; "
            + $"{(metric.LowerIsBetter ? "left" : "right")} is better, "
            + $"log axis from {NumberText.Of(axis.Min(), metric.Quantity)} to {NumberText.Of(axis.Max(), metric.Quantity)}, lines "
                + "are 95 % intervals");
        var (names, texts) = (rows.Max(row => row.Name.Length), rows.Max(row => row.Figure.Text.Length));
        foreach (var (name, figure) in rows)
        {
            MarkdownText.Lines(output, $"{name.PadRight(names)}  {figure.Text.PadLeft(texts)}  {Line(figure, low, high)}".TrimEnd());
        }

        MarkdownText.Lines(output, "```");
    }

    private static List<(string Name, Figure Figure)> Rows(LoadSummary load)
    {
        var metric = Metrics.Headline(load.Cells[0].Cell.Workload)[0];
        return [.. load.Cells.Where(cell => cell[metric] is { IsComparable: true }).Select(
            cell => (Name(cell.Arm), cell[metric]!))];
    }

    // Cut to 22 characters: the table above has the whole name, and the lines below must begin where they can be compared.
    private static string Name(string arm) =>
        OneLine(arm) is { Length: > LongestName } text ? text[..(LongestName - 1)] + "…" : OneLine(arm);

    private static string Line(Figure figure, double low, double high)
    {
        var line = new char[Columns];
        Array.Fill(line, ' ');
        for (var i = Place(figure.Low ?? figure.Centre); i <= Place(figure.High ?? figure.Centre); i++)
        {
            line[i] = '─';
        }

        line[Place(figure.Centre)] = '●';
        return new string(line);

        int Place(double value) =>
            (int)Math.Clamp(Math.Round((Math.Log(value) - low) / Math.Max(1e-9, high - low) * (Columns - 1)), 0, Columns - 1);
    }

    // A name must not end the code block.
    private static string OneLine(string text) => TextLines.Printable(text.ReplaceLineEndings(" ")).Replace('`', '\'');
}
