using ProtoBench.Charts;
using ProtoBench.Results;

namespace ProtoBench.Reports;

/// <summary>
/// A run for the terminal: verdicts, then a table per workload and load point. No colour and no control characters; at most 120 columns.
/// </summary>
internal sealed class TextReport : IReport
{
    private const int Columns = 100;
    private const int LongestName = 22;

    public string FileName => "summary.txt";

    public void Render(RunSummary summary, TextWriter output)
    {
        var run = summary.Run;
        Line(output, Printable(run.Plan.Scenario.Title));
        Line(
            output,
            $"{Printable(run.Id)}, {RunText.Length(summary.Length)}, {Printable(run.Fingerprint.CpuModel)}, "
                + $"{run.Fingerprint.Processors} processors, {Printable(run.Fingerprint.Runtime)}");
        foreach (var warning in RunText.Warnings(summary))
        {
            Wrapped(output, "Note: " + warning, "");
        }

        foreach (var workload in summary.Workloads)
        {
            foreach (var load in workload.Loads)
            {
                Table(output, workload, load);
            }
        }

        foreach (var verdict in summary.Verdicts)
        {
            Line(output, "");
            Wrapped(output, (verdict.Scope.Length > 0 ? verdict.Scope + ": " : "") + verdict.Answer, "");
            foreach (var sentence in verdict.Rest)
            {
                Wrapped(output, sentence, "  ");
            }
        }

        Reasons(output, summary);
    }

    private static void Table(TextWriter output, WorkloadSummary workload, LoadSummary load)
    {
        Line(output, "");
        Line(output, Printable($"{workload.Title}, {load.Title}{(workload.IsBulk ? "" : $" ({LoadText.LatencyKind(load.Load.Loop)})")}"));
        var metrics = workload.IsBulk ? Metrics.Headline(workload.Workload.Kind) : [.. Metrics.Percentiles, Metrics.Throughput];
        var decider = metrics[0];
        var ranking = load.Rank(decider);
        var table = new TextTable();
        table.Add(
            [
                "",
                .. metrics.Select(metric => metric.SamplesNeeded > 0 ? metric.Key : metric.Title),
                $"CPU c+s/{Metrics.CostUnit(workload.Workload.Kind)}",
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
            Line(output, $"n/a {figure.Metric.Key}: {figure.Withheld}");
        }

        if (ranking.IsDecidable)
        {
            Line(output, $"* best {decider.Key}; ~ undecided: not distinguishable from the best at 95 %");
        }
    }

    // The first arm without the figure stands for all: the reason differs only in how many samples there were.
    private static Figure? Missing(LoadSummary load, Metric metric) =>
        load.Cells.Where(cell => cell.State is CellState.Measured)
            .Select(cell => cell.Figures[metric.Key])
            .FirstOrDefault(figure => !figure.IsShown);

    private static IReadOnlyList<string> Row(CellSummary cell, IReadOnlyList<Metric> metrics, Ranking ranking)
    {
        var name = Printable(cell.Arm);
        name = name.Length > LongestName ? name[..(LongestName - 1)] + "…" : name;
        if (cell.State is not CellState.Measured)
        {
            return [name, CellText.Short(cell)];
        }

        var arm = ranking.Of(cell);
        var star = !ranking.IsDecidable || arm is not { AmongBest: true } ? " " : arm.IsBest ? "*" : "~";
        return
        [
            name,
            .. metrics.Select(metric => cell.Figures[metric.Key].Text),
            $"{cell[Metrics.ClientCpu]?.Text ?? "n/a"} + {cell[Metrics.ServerCpu]?.Text ?? "n/a"}",
            cell[ranking.Metric]?.IntervalText is { Length: > 0 } interval ? interval : "one trial",
            (arm is null ? "n/a" : NumberText.Of(arm.Ratio, Quantity.Factor)) + star,
            $"{cell.Succeeded.Count}/{cell.Planned}",
        ];
    }

    private static void Reasons(TextWriter output, RunSummary summary)
    {
        if (summary.Cells.Any(cell => cell.State is not CellState.Measured || cell.Invalid + cell.Failed + cell.Notes.Count > 0))
        {
            Line(output, "");
            Line(output, "Not measured and notes");
        }

        foreach (var cell in summary.Cells)
        {
            var remarks = Remarks(summary.Run, cell).ToList();
            if (remarks.Count > 0)
            {
                Line(output, "  " + Printable(cell.Cell.Id));
            }

            foreach (var remark in remarks)
            {
                Wrapped(output, remark, "    ");
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

    private static void Wrapped(TextWriter output, string text, string indent)
    {
        var line = indent;
        foreach (var word in Printable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + word.Length + 1 > Columns)
            {
                Line(output, line);
                line = indent.Length == 0 ? "  " : indent;
            }

            line += (line.Trim().Length == 0 ? "" : " ") + word;
        }

        Line(output, line);
    }

    // A name must not move the cursor or colour the screen.
    private static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private static void Line(TextWriter output, string text)
    {
        output.Write(text.TrimEnd());
        output.Write('\n');
    }
}
