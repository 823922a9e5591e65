using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports;

namespace ProtoBench.Tests.Reports;

/// <summary>Reports as strings.</summary>
internal static class Rendered
{
    public static string Text(IReport report, RunResult run) => Text(report, RunSummary.Of(run));

    public static string Text(IReport report, RunSummary summary)
    {
        using var output = new StringWriter { NewLine = "\n" };
        report.Render(summary, output);
        return output.ToString();
    }
}
