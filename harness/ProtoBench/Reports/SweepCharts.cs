using ProtoBench.Charts;
using ProtoBench.Scenarios;

namespace ProtoBench.Reports;

/// <summary>
/// Lines over what a scenario varies: exchanges in flight, the offered rate, or the payload of otherwise equal workloads.
/// </summary>
internal static class SweepCharts
{
    private const string Whiskers = "Whiskers are 95 % intervals over trials. " + IntervalRange.Note + " ";

    public static IEnumerable<ReportChart> Of(WorkloadSummary workload, Palette palette)
    {
        var closed = workload.Loads.Where(load => load.Load.Loop is LoopKind.Closed).ToList();
        if (closed.Select(load => load.Load.InFlight).Distinct().Count() > 1)
        {
            foreach (var metric in Metrics.Headline(workload.Workload.Kind))
            {
                yield return InFlight(workload, closed, metric, palette);
            }
        }

        var open = workload.Loads.Where(load => load.Load.Loop is LoopKind.Open).ToList();
        if (open.Count > 1)
        {
            yield return Carry(workload, open, Metrics.P99, palette);
            yield return Carry(workload, open, Metrics.P50, palette);
        }
    }

    /// <summary>Charts over payload size, when at least two exchange workloads differ in nothing but their sizes.</summary>
    public static IEnumerable<ReportChart> OverPayload(IReadOnlyList<WorkloadSummary> workloads, Palette palette)
    {
        var index = 0;
        var families = workloads.Where(workload => !workload.IsBulk)
            .GroupBy(workload => (workload.Link, workload.Workload.Streams, workload.Workload.Connections));
        foreach (var family in families)
        {
            var loads = family.SelectMany(workload => workload.Loads).GroupBy(load => load.Load);
            foreach (var load in loads.Where(group => Sizes(family, group.Key) > 1))
            {
                foreach (var metric in Metrics.Headline(WorkloadKind.Exchange))
                {
                    yield return Payload([.. family], load.Key, metric, palette, $"payload-{++index}");
                }
            }
        }
    }

    private static int Sizes(IEnumerable<WorkloadSummary> family, LoadPoint load) =>
        family.Where(workload => workload.Loads.Any(candidate => candidate.Load == load)).Select(Bytes).Distinct().Count();

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
        return new ReportChart(chart, Whiskers + (metric.LowerIsBetter
            ? "Lower is better. In a closed loop latency grows with what is in flight once the server is busy."
            : "Higher is better. A line that stops rising has found its limit."));
    }

    private static ReportChart Payload(List<WorkloadSummary> family, LoadPoint load, Metric metric, Palette palette, string id)
    {
        var steps = family.Where(workload => workload.Loads.Any(candidate => candidate.Load == load)).OrderBy(Bytes)
            .Select(workload => (X: Bytes(workload), workload.Loads.First(candidate => candidate.Load == load).Cells)).ToList();
        var chart = Build(id, $"{metric.Heading} by payload: {LoadText.Of(load)}", Lines(steps, metric, palette), metric) with
        {
            X = new Axis(new ValueScale(steps.Select(step => step.X)), "request + response payload", Quantity.Bytes),
        };
        return new ReportChart(chart, Whiskers + (metric.LowerIsBetter ? "Lower" : "Higher")
            + " is better. Where a line is flat, the cost is per exchange; where it is steep, per byte.");
    }

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
        return new ReportChart(chart, Whiskers + "Lower and further right is better. Each point is one offered rate, placed at the rate that was achieved; "
            + "hollow where less than 97 % of the offered rate was achieved. Where the line turns up, the protocol is at its limit.");
    }

    private static ChartPoint? Point(CellSummary cell, Metric metric) =>
        cell[metric] is { } latency && cell[Metrics.Throughput] is { } achieved
        ? Place(achieved.Centre, latency) with { Hollow = cell.MissedRate }
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
                            step.Cells.First(cell => cell.Arm == arm)[metric] is { } figure
                                ? Place(step.X, figure)
                                : new ChartPoint(step.X, double.NaN)),
                ],
            }),
        ];
    }

    private static ChartPoint Place(double x, Figure figure) => new(x, figure.Centre) { Low = figure.Low, High = figure.High };

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
