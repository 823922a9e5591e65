using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>The table of trials as it lies in the folder of every run, with the columns of this build.</summary>
internal static class CsvTable
{
    private static readonly CsvReport Report = new();

    public static Export Export { get; } =
        Export.OfRuns("csv", "every trial with its conditions and figures, for spreadsheets", Of) with { FileName = Report.FileName };

    private static string Of(RunResult run)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Report.Render(RunSummary.Of(run), writer);
        return writer.ToString();
    }
}
