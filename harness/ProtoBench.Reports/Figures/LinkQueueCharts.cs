using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>How the queue in front of the emulated link's rate grew and shrank: what a sender fills, everybody else waits for.</summary>
internal static class LinkQueueCharts
{
    // The way on which acknowledgements go has hardly a queue, and would be a line on the ground.
    private const double LeastShare = 0.1;
    private const string UpDashes = "6 3";

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        from panel in panels
        where LinkQueueLines.Has(panel.Load)
        select new ReportChart(
            Build(panel, palette) with { Width = size.Width, Height = size.Height },
            "The most that waited for the link's rate in each slice of time, with the packet being sent. A level line is a queue that "
                + "stands: each packet waits for all before it. Each arm's middle trial; dashed: to the server, where both ways are drawn.",
            panel);

    private static Chart Build(ReportPanel panel, Palette palette)
    {
        var all = panel.Load.Cells
            .SelectMany(cell => LinkQueueLines.Shown(cell) is var (_, queues) ? queues.Select(queue => (Cell: cell, Queue: queue)) : [])
            .ToList();
        var most = all.Max(one => one.Queue.Packets.Max());
        var drawn = all.Where(one => one.Queue.Packets.Max() >= LeastShare * most).ToList();
        var bothWays = drawn.Select(one => one.Queue.Side).Distinct().Count() > 1;
        return new Chart
        {
            Id = $"{panel.Id}-link-queue",
            Title = $"Queue of the link over time: {panel.Title}",
            Description = string.Join(
                " ",
                panel.Load.Cells.Where(cell => LinkQueueLines.Shown(cell) is not null).Select(cell => LinkQueueLines.Words(cell) + ".")),
            EmptyText = "In no succeeded trial did packets wait for the link's rate.",
            X = new Axis(
                LinearScale.Over([0, .. drawn.SelectMany(one => Ends(one.Queue))]),
                "seconds since the measuring window began",
                Quantity.Seconds),
            Y = new Axis(LinearScale.FromZero([most]), "packets in the link's queue", Quantity.Count),
            Marks =
            [
                .. drawn.Select(one => new LineMark
                {
                    Style = bothWays
                        ? palette[one.Cell.Arm] with { Dashes = one.Queue.Side == "up" ? UpDashes : null }
                        : palette[one.Cell.Arm],
                    Label = bothWays ? $"{one.Cell.Arm}, {one.Queue.Side}" : one.Cell.Arm,
                    Step = true,
                    Points = [.. Points(one.Queue)],
                }),
            ],
        };
    }

    private static IEnumerable<double> Ends(LinkQueueSeries queue) =>
        [Math.Max(0, queue.Seconds[0]), queue.Seconds[^1] + queue.SliceSeconds];

    // The first slice may have begun before the window, and the last one lasts until its end.
    private static IEnumerable<ChartPoint> Points(LinkQueueSeries queue) =>
    [
        .. queue.Seconds.Zip(queue.Packets, (second, packets) => new ChartPoint(Math.Max(0, second), packets) { Marked = false }),
        new ChartPoint(queue.Seconds[^1] + queue.SliceSeconds, queue.Packets[^1]) { Marked = false },
    ];
}
