using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Text;

/// <summary>A run as GitHub-flavoured Markdown, to paste into an issue or a step summary.</summary>
/// <param name="picture">A chart that lies beside it, as a picture; null for none, as where the text goes without its folder.</param>
internal sealed class MarkdownReport(SummaryPicture? picture = null) : IReport
{
    public string FileName => "summary.md";

    public void Render(RunSummary summary, TextWriter output)
    {
        MarkdownText.Lines(output, $"## {MarkdownText.Escape(summary.Run.Plan.Scenario.Title)}", "");
        foreach (var warning in RunText.Warnings(summary))
        {
            MarkdownText.Lines(output, $"> {MarkdownText.Escape(warning)}", "");
        }

        foreach (var verdict in summary.Verdicts)
        {
            var scope = verdict.Scope.Length > 0 ? MarkdownText.Escape(verdict.Scope) + ": " : "";
            MarkdownText.Lines(
                output,
                $"- {scope}**{MarkdownText.Escape(verdict.Answer)}** {MarkdownText.Escape(string.Join(" ", verdict.Rest))}".TrimEnd());
        }

        MarkdownRuns.Write(output, summary);
        if (picture is not null)
        {
            MarkdownText.Lines(output, "");
            picture.Write(output);
        }

        MarkdownChart.Write(output, summary);
        foreach (var workload in summary.Workloads)
        {
            Workload(output, workload, summary.Run);
        }

        Reasons(output, summary);
        Footer(output, summary);
    }

    private static void Workload(TextWriter output, WorkloadSummary workload, RunResult run)
    {
        var unit = Metrics.CostUnit(workload.Workload);
        foreach (var load in workload.Loads)
        {
            var metrics = Metrics.Shown(workload.Workload, load.Cells);
            var ranking = load.Rank(metrics[0]);
            var kind = workload.IsBulk ? "" : $" ({LoadText.LatencyKind(load.Load.Loop)})";
            MarkdownText.Lines(
                output,
                "",
                $"### {MarkdownText.Escape(workload.Title)}, {MarkdownText.Escape(load.Title)}{kind}",
                "",
                $"{MarkdownText.Escape(LoadText.Of(workload.Workload))}. Figures with their 95 % intervals over trials.",
                "");
            MarkdownText.Row(
                output,
                [
                    "arm",
                    .. metrics.Select(metric => metric.Title),
                    $"{metrics[0].Key} ratio",
                    $"CPU per {unit}, client + server",
                    "valid trials",
                ]);
            MarkdownText.Row(output, ["---", .. Enumerable.Repeat("---:", metrics.Count + 3)]);
            foreach (var cell in load.Cells)
            {
                MarkdownText.Row(output, Cells(cell, metrics, ranking));
            }

            foreach (var line in LoadLines.Of(load, run))
            {
                MarkdownText.Lines(output, "", MarkdownText.Escape(line));
            }
        }

        foreach (var line in KneeText.Lines(workload))
        {
            MarkdownText.Lines(output, "", MarkdownText.Escape(line));
        }
    }

    private static IEnumerable<string> Cells(CellSummary cell, IReadOnlyList<Metric> metrics, Ranking ranking)
    {
        if (cell.State is not CellState.Measured)
        {
            return [MarkdownText.Escape(cell.Arm), .. Enumerable.Repeat(CellText.Short(cell), metrics.Count), "", "", cell.TrialsText];
        }

        var arm = ranking.Of(cell);
        var ratio = arm is null
            ? "n/a"
            : NumberText.Of(arm.Ratio, Quantity.Factor) + Standing(arm, ranking);
        return
        [
            MarkdownText.Escape(cell.Arm),
            .. metrics.Select(metric => Text(cell.Figures[metric.Key])),
            ratio,
            $"{cell[Metrics.ClientCpu]?.Text ?? "n/a"} + {cell[Metrics.ServerCpu]?.Text ?? "n/a"}",
            cell.TrialsText,
        ];
    }

    private static string Standing(RankedArm arm, Ranking ranking) =>
        arm.Figure.IsTooNoisy ? " too noisy" : !ranking.IsDecidable || !arm.AmongBest ? "" : arm.IsBest ? " best" : " undecided";

    private static string Text(Figure figure) =>
        figure.IsBounded
            ? $"**{figure.Text}** ({figure.IntervalText})"
            : figure is { IsShown: true, Low: not null } ? $"{figure.Text} ({figure.IntervalText})" : figure.Text;

    private static void Reasons(TextWriter output, RunSummary summary)
    {
        var noisy = summary.Cells.Any(cell => cell[Metrics.Headline(cell.Cell.Workload)[0]] is { IsTooNoisy: true });
        MarkdownText.Lines(
            output, "", "Undecided: not distinguishable from the best at 95 %."
                + (noisy ? " Too noisy: the 95 % interval spans more than a factor of three." : ""));
        var missing = summary.Cells.Where(cell => cell.State is not CellState.Measured)
            .Select(cell => $"- {MarkdownText.Code(cell.Cell.Id)}: {CellText.Short(cell)}. {MarkdownText.Escape(cell.Reason)}");
        var bad = summary.Run.Trials.Where(trial => trial.Status is not TrialStatus.Succeeded)
            .Select(
                trial =>
                    $"- Trial {trial.Number}, {MarkdownText.Code(trial.CellId)}: "
                        + $"{(trial.Status is TrialStatus.Invalid ? "invalid" : "failed")}. "
                            + $"{MarkdownText.Escape(Sentences.Joined(trial.Reasons))}");
        var notes = summary.Cells.Where(cell => cell.Notes.Count > 0)
            .Select(cell => $"- {MarkdownText.Code(cell.Cell.Id)}: {MarkdownText.Escape(string.Join(" ", cell.Notes))}");
        var lines = missing.Concat(bad).Concat(notes).ToList();
        if (lines.Count > 0)
        {
            MarkdownText.Lines(output, ["", "### Not measured and notes", "", .. lines]);
        }
    }

    private static void Footer(TextWriter output, RunSummary summary)
    {
        if (summary.Parts.Count > 1)
        {
            return;
        }

        var run = summary.Run;
        foreach (var line in NetworkLines.Sentences(run))
        {
            MarkdownText.Lines(output, "", MarkdownText.Escape(line));
        }

        MarkdownText.Lines(
            output,
            "",
            $"Run {MarkdownText.Code(run.Id)}, "
                + $"{run.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}, "
                    + $"{RunText.Length(summary.Length)}. "
                + MarkdownText.Escape($"{RunText.MachineInFull(run)}, ProtoBench {run.Fingerprint.ToolVersion}."),
            "",
            $"Made by {MarkdownText.Code(run.Command)}");
    }
}
