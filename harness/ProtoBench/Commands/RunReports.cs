using System.Text.Json;
using ProtoBench.Reports;
using ProtoBench.Results;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary>What a run leaves behind for people and machines: the files of its folder, and what is printed at its end.</summary>
internal static class RunReports
{
    private static readonly IReadOnlyList<IReport> Files = [new HtmlReport(), new MarkdownReport(), new CsvReport()];

    /// <summary>The file people open.</summary>
    public static string PageOf(RunFolder folder) => folder.InFolder(Files[0].FileName);

    /// <summary>Writes every report into the run's folder, each whole or not at all.</summary>
    public static void Write(RunResult run, RunFolder folder)
    {
        foreach (var report in Files)
        {
            folder.WriteWhole(report.FileName, writer => report.Render(run, writer));
        }
    }

    /// <summary>Prints the tables with the verdict, or the same as JSON, and where the report is.</summary>
    public static void Show(RunResult run, RunFolder folder, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(RunDocument.Of(run, folder.Path), CommandJson.Default.RunDocument));
            return;
        }

        using var text = new StringWriter();
        new TextReport().Render(run, text);
        Terminals.Out.Write(new Text(text.ToString()));
        Terminals.Out.WriteLine($"report: {PageOf(folder)}");
    }
}
