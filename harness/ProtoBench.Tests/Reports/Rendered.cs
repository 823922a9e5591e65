using ProtoBench.Reports;
using ProtoBench.Results;

namespace ProtoBench.Tests.Reports;

/// <summary>Reports as strings.</summary>
internal static class Rendered
{
    public static string Text(IReport report, RunResult run)
    {
        using var output = new StringWriter { NewLine = "\n" };
        report.Render(RunSummary.Of(run), output);
        return output.ToString();
    }
}
