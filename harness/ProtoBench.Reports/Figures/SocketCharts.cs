using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// How many TCP sockets were in each state over a trial, one chart an arm. Where connections come and go: what is left behind in TIME_WAIT
/// is what ports are lost to.
/// </summary>
internal static class SocketCharts
{
    /// <summary>Arms of a panel, the first ones: states are lines already.</summary>
    private const int MostArms = 4;

    // A state with less than this part of the largest one's sockets would lie on the ground.
    private const double MostFactor = 10;
    private const string ServerDashes = "6 3";
    private const string Listening = "listening";

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        from panel in panels
        from cell in panel.Load.Cells.Where(SocketLines.Has).Take(MostArms)
        select new ReportChart(
            Build(panel, cell, palette) with { Width = size.Width, Height = size.Height },
            "Each line is a state, as ss tells it; dashed: the server's end. A socket stays in time-wait for 60 s at the side that closed "
                + "first. The shaded stretch is before the window.",
            panel);

    private static Chart Build(ReportPanel panel, CellSummary cell, Palette palette)
    {
        var (trial, sockets) = SocketLines.Shown(cell)!.Value;
        var lines = Lines(sockets).ToList();
        var most = lines.Select(line => line.Counts.Max()).ToList();
        var isLog = most.Max() > MostFactor * most.Min();
        var heights = lines.SelectMany(line => line.Counts).Select(count => (double)count).ToList();
        return new Chart
        {
            Id = $"{panel.Id}-sockets-{panel.Load.Cells.ToList().IndexOf(cell)}",
            Title = $"{cell.Arm}, trial {trial.Number}, sockets by state over time: {panel.Title}",
            Description = $"{SocketLines.Words(cell)}.",
            EmptyText = "No succeeded trial had sockets that came or went.",
            X = new Axis(LinearScale.Over(sockets.Seconds), "seconds since the measuring window began", Quantity.Seconds),
            Y = isLog
                ? new Axis(LogScale.Over(heights.Where(height => height > 0)), "sockets, log scale", Quantity.Count)
                : new Axis(LinearScale.FromZero(heights), "sockets", Quantity.Count),
            Marks =
            [
                new ShadeMark { Style = Palette.Neutral, From = sockets.Seconds[0], To = 0 },
                .. lines.Select(line => new LineMark
                {
                    Style = palette[cell.Arm] with { Dashes = line.IsServer ? ServerDashes : null },
                    Label = line.Label,
                    // A logarithm has no place for none.
                    Points =
                    [
                        .. sockets.Seconds.Zip(
                            line.Counts,
                            (second, count) => new ChartPoint(second, isLog && count == 0 ? double.NaN : count) { Marked = false }),
                    ],
                }),
            ],
        };
    }

    // Both ends of a connection are established together: what is the same on both sides is one line.
    private static IEnumerable<(string Label, bool IsServer, IReadOnlyList<int> Counts)> Lines(SocketStates sockets)
    {
        var (client, server) = (sockets.Client?.States ?? Empty, sockets.Server?.States ?? Empty);
        foreach (var (state, counts) in client)
        {
            var both = server.TryGetValue(state, out var other) && other.SequenceEqual(counts);
            yield return (both ? state : $"{state}, client", false, counts);
        }

        foreach (var (state, counts) in server.Where(
            one => !(client.TryGetValue(one.Key, out var other) && other.SequenceEqual(one.Value))
                && (one.Key != Listening || SocketSideStates.Changes(one.Value))))
        {
            yield return ($"{state}, server", true, counts);
        }
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<int>> Empty { get; } = new Dictionary<string, IReadOnlyList<int>>();
}
