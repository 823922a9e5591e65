using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// Lines over what a family varies in steps: exchanges in flight, the offered rate, or the payload of otherwise equal workloads.
/// </summary>
internal static class SweepCharts
{
    private const string Whiskers = "Whiskers are 95 % intervals over trials. " + IntervalRange.Note + " ";

    /// <summary>The charts over whatever the family varies in steps; empty when it varies nothing but links.</summary>
    public static IEnumerable<ReportChart> Of(WorkloadFamily family, Palette palette) =>
        family.Workloads.SelectMany(workload => OverLoads(workload, palette)).Concat(OverPayload(family, palette));

    private static IEnumerable<ReportChart> OverLoads(WorkloadSummary workload, Palette palette)
    {
        var closed = workload.Loads.Where(load => load.Load.Loop is LoopKind.Closed).ToList();
        if (closed.Select(load => load.Load.InFlight).Distinct().Count() > 1)
        {
            foreach (var metric in Metrics.Headline(workload.Workload))
            {
                yield return InFlight(workload, closed, metric, palette);
            }
        }

        var open = workload.Loads.Where(load => load.Load is { Loop: LoopKind.Open, Shape: null }).ToList();
        if (open.Count > 1)
        {
            yield return Carry(workload, open, Metrics.P99, palette);
            yield return Carry(workload, open, Metrics.P50, palette);
        }
    }

    private static IEnumerable<ReportChart> OverPayload(WorkloadFamily family, Palette palette)
    {
        if (!family.SweepsPayload)
        {
            yield break;
        }

        foreach (var link in family.Links)
        {
            var workloads = family.Workloads.Where(workload => workload.Link == link).OrderBy(Bytes).ToList();
            foreach (var load in workloads[0].Loads)
            {
                foreach (var metric in (Metric[])[.. Metrics.Headline(family.Workloads[0].Workload), Metrics.ClientCpu])
                {
                    yield return Payload(family, workloads, load, metric, palette);
                }
            }
        }
    }

    private static double Bytes(WorkloadSummary workload) => workload.Workload.RequestBytes + workload.Workload.ResponseBytes;

    private static ReportChart InFlight(WorkloadSummary workload, List<LoadSummary> loads, Metric metric, Palette palette)
    {
        var lines = Lines(loads.Select(load => (X: (double)load.Load.InFlight, load.Cells)), metric, palette);
        var chart = Build(
            $"{workload.Anchor}-flight-{metric.Key}",
            $"{metric.Heading} by {(workload.IsBulk ? "streams" : "exchanges")} in flight: {workload.Title}",
            lines,
            metric) with
        {
            X = new Axis(
                new ValueScale(loads.Select(load => (double)load.Load.InFlight)),
                workload.IsBulk ? "streams in flight" : "exchanges in flight",
                Quantity.Count),
        };
        var read = Whiskers + (metric.LowerIsBetter
            ? "Lower is better. In a closed loop latency grows with what is in flight once the server is busy."
            : "Higher is better. A line that stops rising has found its limit.");
        return new ReportChart(chart, read, new ReportPanel(workload, loads[0], chart.Id, workload.Title), metric);
    }

    private static ReportChart Payload(
        WorkloadFamily family, List<WorkloadSummary> workloads, LoadSummary load, Metric metric, Palette palette)
    {
        var steps =
            workloads.Select(workload => (X: Bytes(workload), workload.Loads.First(other => other.Load == load.Load).Cells)).ToList();
        var where = family.Links.Count > 1 ? $"{workloads[0].Link}, {load.Title}" : load.Title;
        var id = $"{workloads[0].Anchor}-{load.Load.Name}-payload-{metric.Key}";
        var chart = Build(id, $"{metric.Heading} by payload: {where}", Lines(steps, metric, palette), metric) with
        {
            X = new Axis(new ValueScale(steps.Select(step => step.X)), "request + response payload", Quantity.Bytes),
        };
        var panel = family.Panels.First(panel => panel.Workload == workloads[0]);
        return new ReportChart(
            chart,
            Whiskers + Reading(metric, load.Load) + " Where a line is flat, the cost is per exchange; where it is steep, per byte.",
            panel,
            metric);
    }

    private static string Reading(Metric metric, LoadPoint load) => metric switch
    {
        _ when metric.IsGivenBy(load) => "Every arm was offered the same rate; a lower one fell behind.",
        { LowerIsBetter: true } => "Lower is better.",
        _ => "Higher is better.",
    };

    private static ReportChart Carry(WorkloadSummary workload, List<LoadSummary> loads, Metric metric, Palette palette)
    {
        var lines = loads[0].Cells.Select(cell => cell.Arm).Select(arm => new LineMark
        {
            Style = palette[arm],
            Label = arm,
            Points = [.. loads.Select(load => Point(load.Cells.First(cell => cell.Arm == arm), metric)).OfType<ChartPoint>()],
        }).ToList();
        var chart = Build($"{workload.Anchor}-carry-{metric.Key}", $"{metric.Heading} by achieved rate: {workload.Title}", lines, metric);
        chart = chart with
        {
            X = new Axis(
                LogScale.Over(lines.SelectMany(line => line.Points).Select(point => point.X)),
                "achieved rate, log scale",
                Quantity.PerSecond),
        };
        return new ReportChart(chart, Whiskers + "Lower and further right is better. Each point is one offered rate, placed at the "
            + "rate that was achieved; "
            + "hollow where less than 97 % of the offered rate was achieved. Where the line turns up, the protocol is at its limit.",
            new ReportPanel(workload, loads[0], chart.Id, workload.Title),
            metric);
    }

    private static ChartPoint? Point(CellSummary cell, Metric metric) =>
        cell[metric] is { } latency && cell[Metrics.Throughput] is { } achieved
        ? Place(achieved.Centre, latency, cell) with
        {
            Hollow = cell.MissedRate,
            Tip = FigureTip.Of(cell.Arm, latency, LoadText.Of(cell.Cell.Load)) + $"\nachieved {achieved.Text}",
        }
        : null;

    private static List<LineMark> Lines(IEnumerable<(double X, IReadOnlyList<CellSummary> Cells)> steps, Metric metric, Palette palette)
    {
        var ascending = steps.OrderBy(step => step.X).ToList();
        return
        [
            .. ascending[0].Cells.Select(cell => cell.Arm).Select(arm => new LineMark
            {
                Style = palette[arm],
                Label = arm,

                // A missing figure breaks the line: NaN has no place on any axis.
                Points =
                [
                    .. ascending.Select(
                        step =>
                            step.Cells.First(cell => cell.Arm == arm) is var cell && cell[metric] is { } figure
                                ? Place(step.X, figure, cell)
                                : new ChartPoint(step.X, double.NaN)),
                ],
            }),
        ];
    }

    private static ChartPoint Place(double x, Figure figure, CellSummary cell) => new(x, figure.Centre)
    {
        Low = figure.Low,
        High = figure.High,
        Tip = FigureTip.Of(cell.Arm, figure, $"{cell.Cell.Workload.Name}, {LoadText.Of(cell.Cell.Load)}"),
    };

    private static Chart Build(string id, string title, List<LineMark> lines, Metric metric) => new()
    {
        Id = id,
        Title = title,
        Description = string.Join(" ", lines.Select(line => Words(line, metric)).Where(words => words.Length > 0)),
        EmptyText = "No arm has this figure at any of these load points.",
        X = new Axis(new LinearScale(0, 1), "", Quantity.Count),
        Y = new Axis(
            LogScale.Over(
                IntervalRange.Logarithmic(lines.SelectMany(line => line.Points).Select(point => (point.Y, point.Low, point.High)))),
            $"{metric.Title}, log scale",
            metric.Quantity),
        Marks = lines,
    };

    private static string Words(LineMark line, Metric metric)
    {
        var held = line.Points.Where(point => double.IsFinite(point.Y)).ToList();
        return held.Count == 0
            ? ""
            : $"{line.Label}: from {NumberText.Of(held[0].Y, metric.Quantity)} to {NumberText.Of(held[^1].Y, metric.Quantity)}.";
    }
}
