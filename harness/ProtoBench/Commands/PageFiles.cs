using System.CommandLine;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.History;

namespace ProtoBench.Commands;

/// <summary>The pages of comparisons and histories, beside those of runs that <see cref="RunReports"/> writes.</summary>
internal static class PageFiles
{
    /// <summary>The option of commands that print and write a page only when asked.</summary>
    public static Option<string?> Option() => new("--output", "-o")
    {
        Description = "Also write a page: a file, or a folder that gets report.html.",
        HelpName = "page",
    };

    /// <summary>The verdict of an <c>ab</c> folder under the default rule, as <c>ab</c> itself stored it.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static (PairRun Run, ComparisonReport Report) Read(string folder)
    {
        var run = PairFolder.Read(folder);
        return (run, SuiteJudge.Judge(PairedComparison.Of(run), new ComparisonRule()));
    }

    /// <summary>Writes a comparison's page; nothing where <paramref name="path"/> is null. Returns where it is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string? Write(string? path, ComparisonReport report, PairRun? pairs, GateReport? gate = null) =>
        Write(path, writer => new ComparisonPage(report, pairs, gate).Write(writer));

    /// <summary>Writes a history's page; nothing where <paramref name="path"/> is null. Returns where it is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string? Write(string? path, HistoryReport report) => Write(path, writer => new HistoryPage(report).Write(writer));

    private static string? Write(string? path, Action<TextWriter> write)
    {
        if (path is null)
        {
            return null;
        }

        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            Directory.CreateDirectory(path);
            path = RunReports.PageOf(path);
        }
        else if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            Directory.CreateDirectory(parent);
        }

        WholeFile.Write(path, write);
        return path;
    }

    /// <summary>Writes like the others, and says so on standard error, since standard output may be JSON.</summary>
    public static void Tell(string? page)
    {
        if (page is not null)
        {
            Console.Error.WriteLine($"page: {page}");
        }
    }
}
