using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Text;

/// <summary>Several runs side by side, in Markdown. Nothing for a single run.</summary>
internal static class MarkdownRuns
{
    public static void Write(TextWriter output, RunSummary summary)
    {
        if (summary.Parts.Count == 1)
        {
            return;
        }

        MarkdownText.Lines(output, "", "### Runs side by side", "", $"> {SideBySide.Drift}", "");
        foreach (var part in summary.Parts)
        {
            MarkdownText.Lines(output, $"- **{MarkdownText.Escape(part.Label)}**: {MarkdownText.Escape(RunText.Origin(part))} "
                + $"{MarkdownText.Code(part.Run.Command)}");
        }

        foreach (var (run, differences) in RunDifferences.Of(summary.Parts))
        {
            var text = differences.Count == 0 ? "none in the fingerprints and in what was asked for" : string.Join("; ", differences);
            MarkdownText.Lines(output, $"- Known differences {MarkdownText.Escape($"{summary.Parts[0].Label} → {run.Label}: {text}.")}");
        }

        MarkdownText.Lines(output, "");
        MarkdownText.Row(output, ["arm", "where", "figure", .. summary.Parts.Select(part => MarkdownText.Escape(part.Label))]);
        MarkdownText.Row(output, ["---", "---", "---", .. summary.Parts.Select(_ => "---:")]);
        foreach (var comparison in RunComparison.Of(summary))
        {
            MarkdownText.Row(
                output,
                [
                    MarkdownText.Escape(comparison.Arm),
                    MarkdownText.Escape(comparison.Where),
                    comparison.Metric.Title,
                    .. summary.Parts.Select(part => comparison.Runs.FirstOrDefault(run => run.Part == part.Label)?.Text ?? "–"),
                ]);
        }
    }
}
