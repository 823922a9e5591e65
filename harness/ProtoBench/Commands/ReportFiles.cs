using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;

namespace ProtoBench.Commands;

/// <summary>Reports that somebody names by a file: what its name says is what it becomes.</summary>
internal static class ReportFiles
{
    private const string Known = "write a name that ends with .html, .md or .csv, or one without an ending for a folder with all three";

    /// <summary>The report for a name; null where the name is a folder's: one that exists, ends with a slash, or has no ending.</summary>
    /// <exception cref="UsageException">The name promises something that is not written.</exception>
    public static IReport? Of(string name)
    {
        if (Directory.Exists(name) || Path.EndsInDirectorySeparator(name))
        {
            return null;
        }

        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".html" or ".htm" => new HtmlReport(),
            ".md" or ".markdown" => new MarkdownReport(),
            ".csv" => new CsvReport(),
            ".svg" or ".png" => throw new UsageException(
                $"--output {name}: a report has many charts; 'report --svg FOLDER' and 'report --png FOLDER' write them"),
            ".pdf" or ".json" or ".xml" or ".txt" or ".xlsx" => throw new UsageException(
                $"--output {name}: there is no such report; {Known}"),
            _ => null,
        };
    }

    /// <summary>Writes it whole or not at all, and the folders on the way to it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(IReport report, RunSummary summary, string path)
    {
        OutputFolder.MakeFor(path);
        WholeFile.Write(path, writer => report.Render(summary, writer));
    }
}
