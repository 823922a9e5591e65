using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Text;

/// <summary>
/// A run for the terminal: verdicts, then a table per workload and load point. No colour and no control characters; at most 120 columns.
/// </summary>
/// <param name="pictures">Draw each arm's latencies, or rate over time, below its table.</param>
internal sealed class TextReport(bool pictures = false) : IReport
{
    public string FileName => "summary.txt";

    public void Render(RunSummary summary, TextWriter output)
    {
        var run = summary.Run;
        TextLines.Line(output, TextLines.Printable(run.Plan.Scenario.Title));
        if (summary.Parts.Count > 1)
        {
            TextRuns.WriteOrigins(output, summary);
        }
        else
        {
            TextLines.Line(
                output,
                $"{TextLines.Printable(run.Id)}, {RunText.Length(summary.Length)}, {TextLines.Printable(run.Fingerprint.CpuModel)}, "
                    + $"{run.Fingerprint.Processors} processors, {TextLines.Printable(run.Fingerprint.Runtime)}");
        }

        foreach (var warning in RunText.Warnings(summary))
        {
            TextLines.Wrapped(output, "Note: " + warning, "");
        }

        foreach (var workload in summary.Workloads)
        {
            foreach (var load in workload.Loads)
            {
                Table(output, workload, load);
                if (pictures)
                {
                    TextSpectra.Write(output, workload, load);
                }
            }
        }

        if (summary.Parts.Count > 1)
        {
            TextRuns.WriteComparison(output, summary);
        }

        foreach (var verdict in summary.Verdicts)
        {
            TextLines.Line(output, "");
            TextLines.Wrapped(output, (verdict.Scope.Length > 0 ? verdict.Scope + ": " : "") + verdict.Answer, "");
            foreach (var sentence in verdict.Rest)
            {
                TextLines.Wrapped(output, sentence, "  ");
            }
        }

        Reasons(output, summary);
    }

    private static void Table(TextWriter output, WorkloadSummary workload, LoadSummary load)
    {
        TextLines.Line(output, "");
        TextLines.Line(
            output,
            TextLines.Printable($"{workload.Title}, {load.Title}{(workload.IsBulk ? "" : $" ({LoadText.LatencyKind(load.Load.Loop)})")}"));
        var metrics = Metrics.Shown(workload.Workload);
        var decider = metrics[0];
        var ranking = load.Rank(decider);
        var table = new TextTable();
        table.Add(
            [
                "",
                .. metrics.Select(metric => metric.SamplesNeeded > 0 ? metric.Key : metric.Title),
                $"CPU c+s/{Metrics.CostUnit(workload.Workload)}",
                $"{decider.Key} 95 % CI",
                "ratio",
                "trials",
            ]);
        foreach (var cell in load.Cells)
        {
            table.Add(Row(cell, metrics, ranking));
        }

        table.Write(output);
        foreach (var figure in metrics.Select(metric => Missing(load, metric)).OfType<Figure>())
        {
            TextLines.Line(output, $"n/a {figure.Metric.Key}: {figure.Withheld}");
        }

        if (ranking.IsDecidable)
        {
            TextLines.Line(output, $"* best {decider.Key}; ~ undecided: not distinguishable from the best at 95 %");
        }

        if (ranking.Arms.Any(arm => arm.Figure.IsTooNoisy))
        {
            TextLines.Line(
                output,
                $"! too noisy to rank: the 95 % interval of its {decider.Key} spans more than a factor of {Figure.MostUncertain:0}");
        }
    }

    // The first arm without the figure stands for all: the reason differs only in how many samples there were.
    private static Figure? Missing(LoadSummary load, Metric metric) =>
        load.Cells.Where(cell => cell.State is CellState.Measured)
            .Select(cell => cell.Figures[metric.Key])
            .FirstOrDefault(figure => !figure.IsShown);

    private static IReadOnlyList<string> Row(CellSummary cell, IReadOnlyList<Metric> metrics, Ranking ranking)
    {
        var name = TextLines.Name(cell.Arm);
        if (cell.State is not CellState.Measured)
        {
            return [name, CellText.Short(cell)];
        }

        var arm = ranking.Of(cell);
        var star = arm is { Figure.IsTooNoisy: true }
            ? "!"
            : !ranking.IsDecidable || arm is not { AmongBest: true } ? " " : arm.IsBest ? "*" : "~";
        return
        [
            name,
            .. metrics.Select(metric => cell.Figures[metric.Key].Text),
            $"{cell[Metrics.ClientCpu]?.Text ?? "n/a"} + {cell[Metrics.ServerCpu]?.Text ?? "n/a"}",
            cell[ranking.Metric]?.IntervalText ?? "n/a",
            (arm is null ? "n/a" : NumberText.Of(arm.Ratio, Quantity.Factor)) + star,
            $"{cell.Succeeded.Count}/{cell.Planned}",
        ];
    }

    private static void Reasons(TextWriter output, RunSummary summary)
    {
        if (summary.Cells.Any(cell => cell.State is not CellState.Measured || cell.Invalid + cell.Failed + cell.Notes.Count > 0))
        {
            TextLines.Line(output, "");
            TextLines.Line(output, "Not measured and notes");
        }

        foreach (var cell in summary.Cells)
        {
            var remarks = Remarks(summary.Run, cell).ToList();
            if (remarks.Count > 0)
            {
                TextLines.Line(output, "  " + TextLines.Printable(cell.Cell.Id));
            }

            foreach (var remark in remarks)
            {
                TextLines.Wrapped(output, remark, "    ");
            }
        }
    }

    private static IEnumerable<string> Remarks(RunResult run, CellSummary cell)
    {
        if (cell.State is not CellState.Measured)
        {
            return [$"{CellText.Short(cell)}: {cell.Reason}"];
        }

        var bad = run.Trials.Where(trial => trial.CellId == cell.Cell.Id && trial.Status is not TrialStatus.Succeeded);
        return bad.Select(trial => $"Trial {trial.Number} {Word(trial)}: {Sentences.Joined(trial.Reasons)}").Concat(cell.Notes);
    }

    private static string Word(TrialResult trial) => trial.Status is TrialStatus.Invalid ? "is invalid" : "failed";
}
