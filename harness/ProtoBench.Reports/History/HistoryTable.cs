using ProtoBench.Analysis.History;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.History;

/// <summary>A history in the terminal: one row per series with its level, its shape and what is found in it.</summary>
internal static class HistoryTable
{
    private const int SparklineWidth = 30;
    private const int EnvironmentChangesShown = 5;

    public static void Write(HistoryReport report, TextWriter output, TextPaper? paper = null)
    {
        foreach (var scenario in report.Points.GroupBy(point => point.Scenario))
        {
            Scenario(report, [.. scenario], output, paper ?? new TextPaper());
        }
    }

    private static void Scenario(HistoryReport report, IReadOnlyList<HistoryPoint> points, TextWriter output, TextPaper paper)
    {
        Line(output, $"{points[0].Scenario}: {Runs(points.Count)}, {SeriesText.Day(points[0].Time)} to {SeriesText.Day(points[^1].Time)}");
        foreach (var environment in report.Series.Where(series => series.Scenario == points[0].Scenario).GroupBy(
            series => (series.Fingerprint, series.ScenarioHash)))
        {
            var last = points.Last(point => (point.Fingerprint, point.ScenarioHash) == environment.Key);
            var runs = points.Count(point => (point.Fingerprint, point.ScenarioHash) == environment.Key);
            Line(
                output,
                $"environment {last.Fingerprint}: {Runs(runs)} on "
                    + $"{last.Environment.GetValueOrDefault("cpu model", "an unknown processor")}, "
                    + $"kernel {last.Environment.GetValueOrDefault("kernel", "unknown")}, "
                        + $"{last.Environment.GetValueOrDefault("runtime", "an unknown runtime")}");
            var table = new TextTable { NamesMayLead = true, Naming = 2, First = [5, 3] };
            table.Add("cell", "metric", "runs", "level", $"newest {SparklineWidth} runs", "finding");
            foreach (var series in environment)
            {
                table.Add(
                    series.Alarms ? TextTone.Bad : TextTone.Plain,
                    [
                        series.Cell,
                        series.Metric.Key,
                        $"{series.Points.Count}",
                        NumberText.Of(series.Level, series.Metric.Quantity),
                        Sparkline.OfNewest([.. series.Points.Select(point => point.Value)], SparklineWidth),
                        SeriesText.Short(series),
                    ]);
            }

            table.Write(output, paper);
            foreach (var series in environment)
            {
                foreach (var change in series.Analysis.Changes)
                {
                    Line(output, $"- {SeriesText.Sentence(series, change)}");
                }

                foreach (var incident in series.Analysis.Incidents)
                {
                    Line(output, $"- {SeriesText.Sentence(series, incident)}");
                }
            }
        }

        foreach (var change in EnvironmentChange.Between(points).TakeLast(EnvironmentChangesShown))
        {
            Line(output, $"new series since {SeriesText.Day(change.Time)}, run {change.Run}: {string.Join("; ", change.Differences)}");
        }

        Line(output, "");
    }

    private static string Runs(int count) => count == 1 ? "1 run" : $"{count} runs";

    private static void Line(TextWriter output, string text)
    {
        output.Write(text);
        output.Write('\n');
    }
}
