using System.Text.Json;
using ProtoBench.Measurements;
using ProtoBench.Plans;
using ProtoBench.Reports;
using ProtoBench.Results;

namespace ProtoBench.Commands;

/// <summary>What a run leaves behind for people and machines: the files of its folder, and what is printed at its end.</summary>
internal static class RunReports
{
    private const double NanosecondsPerMicrosecond = 1000;

    private static readonly IReadOnlyList<IReport> Files = [new HtmlReport(), new MarkdownReport(), new CsvReport()];

    /// <summary>The file people open.</summary>
    public static string PageOf(RunFolder folder) => folder.InFolder(Files[0].FileName);

    /// <summary>Writes every report into a folder, each whole or not at all. Returns the path of the page.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static string Write(RunSummary summary, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var report in Files)
        {
            WholeFile.Write(Path.Combine(folder, report.FileName), writer => report.Render(summary, writer));
        }

        return Path.Combine(folder, Files[0].FileName);
    }

    /// <summary>
    /// Writes every cell's latencies, its succeeded trials added up, as HdrHistogram percentile distributions in microseconds: one
    /// <c>.hgrm</c> file per cell, for the HdrHistogram plotter and its kin. Returns how many.
    /// </summary>
    public static int WriteHgrm(RunSummary summary, string folder)
    {
        Directory.CreateDirectory(folder);
        var cells = summary.Cells.Where(cell => cell.Latency is not null).ToList();
        foreach (var cell in cells)
        {
            File.WriteAllText(Path.Combine(folder, cell.Cell.Id.Replace('/', '_') + ".hgrm"), HgrmText.Of(cell.Latency!, NanosecondsPerMicrosecond));
        }

        return cells.Count;
    }

    /// <summary>Prints the tables with the verdict, or the same as JSON, and where the report is.</summary>
    /// <param name="summary">What to show.</param>
    /// <param name="folder">Where it is stored; null for several runs side by side.</param>
    /// <param name="json">As JSON instead.</param>
    /// <param name="pictures">With a line per arm that shows its latencies, or its rate over time.</param>
    public static void Show(RunSummary summary, RunFolder? folder, bool json, bool pictures = false)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(RunDocument.Of(summary, folder?.Path ?? ""), CommandJson.Default.RunDocument));
            return;
        }

        // Written as it is: a console that wraps words would break the tables' rows on a narrow terminal.
        using var text = new StringWriter();
        new TextReport(pictures).Render(summary, text);
        if (folder is not null)
        {
            text.Write($"report: {ShellText.Path(PageOf(folder))}\n");
        }

        Console.Out.Write(Terminals.IsUnicode ? text.ToString() : AsciiText.Of(text.ToString()));
    }
}
