using ProtoBench.Analysis.History;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.History;

/// <summary>
/// Series as charts: a point per run, the level of each stretch as a dashed line, and every change with what it came with.
/// </summary>
internal static class HistoryCharts
{
    private const double Width = 720;
    private const double Height = 300;

    private static readonly SeriesStyle Runs = new("runs", 0, null, MarkerShape.Circle);
    private static readonly SeriesStyle Levels = new("level", 2, "7 3", MarkerShape.Circle);

    public static IReadOnlyList<Chart> Of(HistoryReport report)
    {
        var several = report.Series.Select(series => series.Scenario).Distinct(StringComparer.Ordinal).Count() > 1;
        return [.. report.Series.Where(series => series.Points.Count > 0).Select((series, i) => Build(series, $"series-{i + 1}", several))];
    }

    private static Chart Build(HistorySeries series, string id, bool several)
    {
        var values = series.Points.Select(point => point.Value).ToList();
        var positive = values.All(value => value > 0 && double.IsFinite(value));
        return new Chart
        {
            Id = id,
            Title = $"{series.Metric.Heading}: {(several ? series.Scenario + ", " : "")}{series.Cell}",
            Description = string.Join(" ", series.Analysis.Changes.Select(change => SeriesText.Sentence(series, change) + ".").Prepend(
                $"{SeriesText.Short(series)}.")),
            EmptyText = "No run of this series has a figure.",
            X = new Axis(
                new CountingScale(values.Count), $"run, {SeriesText.Day(series.Points[0].Time)} to "
                    + $"{SeriesText.Day(series.Points[^1].Time)}", Quantity.Count),
            Y = new Axis(
                positive ? LogScale.Over(values) : LinearScale.FromZero(values),
                $"{series.Metric.Title}{(positive ? ", log scale" : "")}, {(series.Metric.LowerIsBetter ? "lower" : "higher")} is better",
                series.Metric.Quantity),
            Marks =
            [
                new LineMark { Style = Runs, Points = [.. values.Select((value, i) => new ChartPoint(i + 1, value))] },
                .. Stretches(series).Select(stretch => Level(values, stretch)),
                .. series.Analysis.Changes.Select(change => Rule(series, change)),
            ],
            Width = Width,
            Height = Height,
        };
    }

    private static IEnumerable<(int From, int To)> Stretches(HistorySeries series)
    {
        if (series.Analysis.State is SeriesState.TooShort or SeriesState.HasZeros)
        {
            yield break;
        }

        // What lies before the window is not judged, and has no level.
        var from = Math.Max(0, series.Points.Count - SeriesAnalysis.Window);
        foreach (var end in series.Analysis.Changes.Select(change => change.Index).Append(series.Points.Count))
        {
            yield return (from, end);
            from = end;
        }
    }

    private static LineMark Level(List<double> values, (int From, int To) stretch)
    {
        var level = SpikeClip.Median([.. values.Take(stretch.From..stretch.To)]);
        return new LineMark
        {
            Style = Levels,
            Points =
                [new ChartPoint(stretch.From + 0.5, level) { Marked = false }, new ChartPoint(stretch.To + 0.5, level) { Marked = false }],
        };
    }

    private static RuleMark Rule(HistorySeries series, ChangePoint change)
    {
        var (before, after) = series.Around(change);
        return new RuleMark
        {
            Style = Levels,
            X = change.Index + 0.5,
            Label = $"{series.Points[change.Index].Place} {SeriesText.Percent(after / before)}",
        };
    }
}
