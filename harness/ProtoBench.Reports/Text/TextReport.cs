using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Text;

/// <summary>
/// A run for the terminal: verdicts, then a table per workload and load point. As wide as its paper; no control characters but those of
/// colour, where the paper shows it.
/// </summary>
/// <param name="pictures">Draw each arm's latencies, or rate over time, below its table.</param>
/// <param name="paper">How wide, and with colour or without; default: 120 columns without.</param>
internal sealed class TextReport(bool pictures = false, TextPaper? paper = null) : IReport
{
    private readonly TextPaper _paper = paper ?? new TextPaper();

    public string FileName => "summary.txt";

    public void Render(RunSummary summary, TextWriter output)
    {
        var run = summary.Run;
        TextLines.Wrapped(output, run.Plan.Scenario.Title, "", _paper);
        if (summary.Parts.Count > 1)
        {
            TextRuns.WriteOrigins(output, summary, _paper);
        }
        else
        {
            TextLines.Wrapped(
                output,
                $"{run.Id}, {RunText.Length(summary.Length)}, {RunText.Machine(run)}",
                "",
                _paper);
            foreach (var line in NetworkLines.Sentences(run))
            {
                TextLines.Wrapped(output, line, "", _paper);
            }
        }

        foreach (var warning in RunText.Warnings(summary))
        {
            TextLines.Wrapped(output, "Note: " + warning, "", _paper);
        }

        foreach (var workload in summary.Workloads)
        {
            foreach (var load in workload.Loads)
            {
                Table(output, workload, load);
                foreach (var line in LoadLines.Of(load, run))
                {
                    TextLines.Wrapped(output, line, "", _paper);
                }

                if (pictures)
                {
                    TextSpectra.Write(output, workload, load, _paper);
                }
            }

            foreach (var line in KneeText.Lines(workload))
            {
                TextLines.Line(output, "");
                TextLines.Wrapped(output, line, "", _paper);
            }
        }

        if (summary.Parts.Count > 1)
        {
            TextRuns.WriteComparison(output, summary, _paper);
        }

        foreach (var verdict in summary.Verdicts)
        {
            TextLines.Line(output, "");
            TextLines.Wrapped(output, (verdict.Scope.Length > 0 ? verdict.Scope + ": " : "") + verdict.Answer, "", _paper);
            foreach (var sentence in verdict.Rest)
            {
                TextLines.Wrapped(output, sentence, "  ", _paper);
            }
        }

        Reasons(output, summary);
        foreach (var part in summary.Parts)
        {
            if (TimeSpent.Sentence(part.Run) is { } spent)
            {
                TextLines.Line(output, "");
                TextLines.Wrapped(output, part.Label.Length == 0 ? spent : $"{part.Label}: {spent}", "", _paper);
            }
        }
    }

    private void Table(TextWriter output, WorkloadSummary workload, LoadSummary load)
    {
        TextLines.Line(output, "");
        TextLines.Wrapped(
            output,
            $"{workload.Title}, {load.Title}{(workload.IsBulk ? "" : $" ({LoadText.LatencyKind(load.Load.Loop)})")}",
            "",
            _paper);
        var metrics = Metrics.Shown(workload.Workload, load.Cells);
        var decider = metrics[0];
        var ranking = load.Rank(decider);
        // Where the table is folded, the ratio and the trials stand beside the figures, not in the second part.
        var table = new TextTable { First = [1, metrics.Count + 3, metrics.Count + 4] };
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
            table.Add(ToneOf(cell, ranking), Row(cell, metrics, ranking));
        }

        table.Write(output, _paper);
        foreach (var figure in metrics.Select(metric => Missing(load, metric)).OfType<Figure>())
        {
            TextLines.Wrapped(output, $"n/a {figure.Metric.Key}: {figure.Withheld}", "", _paper);
        }

        if (ranking.IsDecidable)
        {
            TextLines.Line(
                output,
                $"{_paper.Paint(TextTone.Good, $"* best {decider.Key}")}; {_paper.Paint(TextTone.Undecided, "~ undecided")}: "
                    + "not distinguishable from the best at 95 %");
        }

        if (ranking.Arms.Any(arm => arm.Figure.IsTooNoisy))
        {
            TextLines.Wrapped(
                output,
                $"! too noisy to rank: the 95 % interval of its {decider.Key} spans more than a factor of {Figure.MostUncertain:0}",
                "",
                _paper);
        }
    }

    // The first arm without the figure stands for all: the reason differs only in how many samples there were.
    private static Figure? Missing(LoadSummary load, Metric metric) =>
        load.Cells.Where(cell => cell.State is CellState.Measured)
            .Select(cell => cell.Figures[metric.Key])
            .FirstOrDefault(figure => !figure.IsShown);

    private static TextTone ToneOf(CellSummary cell, Ranking ranking) =>
        cell.State is CellState.Measured && ranking.IsDecidable && ranking.Of(cell) is { AmongBest: true, Figure.IsTooNoisy: false } arm
            ? arm.IsBest ? TextTone.Good : TextTone.Undecided
            : TextTone.Plain;

    private static IReadOnlyList<string> Row(CellSummary cell, IReadOnlyList<Metric> metrics, Ranking ranking)
    {
        var name = TextLines.Printable(cell.Arm);
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

    private void Reasons(TextWriter output, RunSummary summary)
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
                TextLines.Wrapped(output, remark, "    ", _paper);
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
