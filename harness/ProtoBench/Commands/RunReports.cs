using System.Text.Json;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;

namespace ProtoBench.Commands;

/// <summary>What a run leaves behind for people and machines: the files of its folder, and what is printed at its end.</summary>
internal static class RunReports
{
    private const double NanosecondsPerMicrosecond = 1000;

    private const string PageFile = "report.html";

    /// <summary>The file people open.</summary>
    public static string PageOf(string folder) => Path.Combine(folder, PageFile);

    /// <summary>What a folder has for people and programs now, in the order they look for it.</summary>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        string[] files = [PageFile, new MarkdownReport().FileName, new CsvReport().FileName, RunFolder.TrialsFile];
        var charts = Path.Combine(folder, ChartFiles.Folder);
        return
        [
            .. files.Select(name => Path.Combine(folder, name)).Where(File.Exists),
            .. Directory.Exists(charts) ? [charts + "/"] : Array.Empty<string>(),
        ];
    }

    /// <summary>Says what lies beside the page, whose own path has been told.</summary>
    public static void TellRest(TextWriter output, IReadOnlyList<string> files)
    {
        if (files.Count > 1)
        {
            var names = files.Skip(1).Select(file => file[(Path.GetDirectoryName(files[0])!.Length + 1)..]);
            output.WriteLine($"beside it: {string.Join(", ", names)}");
        }
    }

    /// <summary>
    /// Writes every report into a folder, each whole or not at all. The Markdown shows the picture of a chart where that lies in the folder
    /// already. Returns the charts of the page.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static IReadOnlyList<Chart> Write(RunSummary summary, string folder)
    {
        Directory.CreateDirectory(folder);
        var charts = new ChartCollector(new SvgChartRenderer(SvgMode.Inline));
        WriteOne(new HtmlReport(charts), summary, folder);
        WriteOne(new CsvReport(), summary, folder);
        WriteMarkdown(summary, charts.Charts, folder);
        return charts.Charts;
    }

    /// <summary>
    /// Draws the charts of a run as pictures into its folder, and one of them into the Markdown. Last of all, since everything else is
    /// there without them, also where they cannot be drawn.
    /// </summary>
    public static void AddPictures(RunSummary summary, IReadOnlyList<Chart> charts, string folder)
    {
        ChartFiles.Replace(charts, folder, Console.Error);
        WriteMarkdown(summary, charts, folder);
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
            File.WriteAllText(
                Path.Combine(folder, cell.Cell.Id.Replace('/', '_') + ".hgrm"), HgrmText.Of(cell.Latency!, NanosecondsPerMicrosecond));
        }

        return cells.Count;
    }

    private static void WriteMarkdown(RunSummary summary, IReadOnlyList<Chart> charts, string folder)
    {
        var picture = SummaryPicture.Of(charts, ChartFiles.Folder);
        var isThere = picture is not null
            && File.Exists(Path.Combine(folder, picture.Folder, PictureNames.Light(picture.Name)))
            && File.Exists(Path.Combine(folder, picture.Folder, PictureNames.Dark(picture.Name)));
        WriteOne(new MarkdownReport(isThere ? picture : null), summary, folder);
    }

    private static void WriteOne(IReport report, RunSummary summary, string folder) =>
        WholeFile.Write(Path.Combine(folder, report.FileName), writer => report.Render(summary, writer));

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
        new TextReport(pictures, Terminals.Paper).Render(summary, text);
        if (folder is not null && File.Exists(PageOf(folder.Path)))
        {
            text.Write($"report: {ShellText.Path(PageOf(folder.Path))}\n");
        }

        Console.Out.Write(Terminals.IsUnicode ? text.ToString() : AsciiText.Of(text.ToString()));
    }
}
