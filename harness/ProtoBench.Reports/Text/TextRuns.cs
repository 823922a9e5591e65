using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Text;

/// <summary>Several runs side by side, in the terminal.</summary>
internal static class TextRuns
{
    public static void WriteOrigins(TextWriter output, RunSummary summary, TextPaper paper)
    {
        foreach (var part in summary.Parts)
        {
            TextLines.Wrapped(output, $"{part.Label}: {RunText.Origin(part)}", "", paper);
        }

        foreach (var (run, differences) in RunDifferences.Of(summary.Parts))
        {
            var text = differences.Count == 0 ? "none in the fingerprints and in what was asked for" : string.Join("; ", differences);
            TextLines.Wrapped(output, $"Known differences {summary.Parts[0].Label} → {run.Label}: {text}.", "", paper);
        }
    }

    public static void WriteComparison(TextWriter output, RunSummary summary, TextPaper paper)
    {
        foreach (var place in RunComparison.Of(summary).GroupBy(comparison => comparison.Where, StringComparer.Ordinal))
        {
            TextLines.Line(output, "");
            TextLines.Wrapped(output, $"From run to run: {place.Key}", "", paper);
            var table = new TextTable { Naming = 2 };
            table.Add(["", "", .. summary.Parts.Select(part => TextLines.Printable(part.Label))]);
            foreach (var comparison in place)
            {
                table.Add(
                [
                    TextLines.Printable(comparison.Arm),
                    comparison.Metric.SamplesNeeded > 0 ? comparison.Metric.Key : comparison.Metric.Title,
                    .. summary.Parts.Select(part => comparison.Runs.FirstOrDefault(run => run.Part == part.Label)?.Text ?? "–"),
                ]);
            }

            table.Write(output, paper);
        }

        TextLines.Line(output, "");
        TextLines.Wrapped(output, SideBySide.Drift, "", paper);
    }
}
