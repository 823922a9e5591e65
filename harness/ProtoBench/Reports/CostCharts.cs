using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>What an exchange (or a MiB) costs in processor time: a row per arm, one dot per side.</summary>
internal static class CostCharts
{
    private const double RowHeight = 28;

    public static IEnumerable<ReportChart> Of(WorkloadSummary workload, Palette palette)
    {
        var unit = Metrics.CostUnit(workload.Workload.Kind);
        return workload.Loads.Select((load, index) => new ReportChart(
            Build(load, unit, palette, $"{workload.Anchor}-cpu-{index + 1}", $"CPU per {unit}: {workload.Title}, {load.Title}"),
            $"Further left is better. Processor time of all threads, user and kernel, per {unit}: filled circle the client, "
                + "open square the server; lines are 95 % intervals over trials. " + IntervalRange.Note));
    }

    private static Chart Build(LoadSummary load, string unit, Palette palette, string id, string title)
    {
        var figures = load.Cells.SelectMany(cell => (Figure?[])[cell[Metrics.ClientCpu], cell[Metrics.ServerCpu]]).OfType<Figure>();
        return new Chart
        {
            Id = id,
            Title = title,
            Description = string.Join(" ", load.Cells.Where(cell => cell.State is CellState.Measured).Select(Words)),
            EmptyText = "No arm has a valid trial at this load, so there is no cost to show.",
            X = new Axis(
                LinearScale.FromZero(IntervalRange.FromZero(figures)),
                $"CPU time per {unit}",
                Quantity.Microseconds),
            Y = new Axis(new BandScale([.. load.Cells.Select(cell => cell.Arm)]), "", Quantity.Count),
            Marks = [.. load.Cells.SelectMany((cell, row) => Row(cell, palette[cell.Arm], row))],
            Height = 58 + (RowHeight * load.Cells.Count),
        };
    }

    private static IEnumerable<Mark> Row(CellSummary cell, SeriesStyle style, int row)
    {
        var (client, server) = (cell[Metrics.ClientCpu], cell[Metrics.ServerCpu]);
        if (client is null && server is null)
        {
            yield return new NoteMark { Style = Palette.Neutral, Category = row, Text = CellText.Short(cell) };
        }

        if (server is not null)
        {
            yield return Dot(server, style, row) with { Shape = MarkerShape.Square, Hollow = true };
        }

        if (client is not null)
        {
            yield return Dot(client, style, row);
        }
    }

    private static DotMark Dot(Figure figure, SeriesStyle style, int row) =>
        new() { Style = style, Category = row, Value = figure.Centre, Low = figure.Low, High = figure.High, Shape = MarkerShape.Circle };

    private static string Words(CellSummary cell) =>
        $"{cell.Arm}: client {cell[Metrics.ClientCpu]?.Text ?? "n/a"}, server {cell[Metrics.ServerCpu]?.Text ?? "n/a"}.";
}
