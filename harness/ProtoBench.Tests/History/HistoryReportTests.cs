using ProtoBench.Analysis.History;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.History;
using Xunit;

namespace ProtoBench.Tests.History;

public sealed class HistoryReportTests
{
    [Fact]
    public void A_slowdown_alarms_with_its_commit_its_levels_and_its_certainty()
    {
        var report = Report(InventedHistory.Step(30, 8, 1.1));

        Assert.Equal(["p50", "throughput"], report.Alarms.Select(series => series.Metric.Key));
        Assert.Equal(
            "slower: echo/tcp/loopback/closed-1 p50 +10.2 % since 001ec0ffee (2026-03-31, run 20260331T120000Z-quick): 50.2 µs → 55.3 "
                + "µs (p = 0.0001)",
            HistoryVerdict.Sentences(report)[1]);
    }

    [Fact]
    public void Becoming_faster_is_told_and_alarms_nobody()
    {
        var report = Report(InventedHistory.Step(30, 8, 0.8));

        Assert.Empty(report.Alarms);
        Assert.Contains(
            HistoryVerdict.Sentences(report),
            sentence => sentence.StartsWith("faster: echo/tcp/loopback/closed-1 p50 -19.7 %", StringComparison.Ordinal));
    }

    [Fact]
    public void A_recovery_ends_the_alarm_of_the_slowdown_before_it()
    {
        var slow = InventedHistory.Step(25, 10, 1.2);
        Assert.NotEmpty(Report(slow).Alarms);
        IReadOnlyList<HistoryPoint> recovered =
            [.. slow, .. Enumerable.Range(35, 6).Select(day => InventedHistory.Point(day, 50 + (0.2 * (day % 4))))];
        Assert.Empty(Report(recovered).Alarms);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void An_acknowledged_change_is_silent_also_when_its_place_moves_by_a_run(int distance, bool silent)
    {
        var points = InventedHistory.Step(30, 8, 1.1);
        var seen = new Acknowledgement
        {
            Scenario = "quick",
            Fingerprint = points[0].Fingerprint,
            Cell = "echo/tcp/loopback/closed-1",
            Metric = "p50",
            Run = points[30 + distance].Run,
            Because = "TLS is on now",
            Time = InventedHistory.Begin,
        };

        var report = HistoryReport.Of("store", InventedHistory.Content(points, seen), HistorySeriesBuilder.Watched);

        Assert.Equal(silent ? ["throughput"] : ["p50", "throughput"], report.Alarms.Select(series => series.Metric.Key));
        Assert.Equal(
            silent, HistoryVerdict.Sentences(report).Any(sentence => sentence.EndsWith("TLS is on now", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_new_kernel_begins_a_new_series_instead_of_an_alarm()
    {
        IReadOnlyList<HistoryPoint> points =
        [
            .. InventedHistory.Step(30, 0, 1),
            .. Enumerable.Range(30, 20).Select(day => InventedHistory.Point(day, 70 + (0.2 * (day % 4)), "ba9876543210")),
        ];

        var report = Report(points);

        Assert.Empty(report.Alarms);
        Assert.All(report.Series, series => Assert.Equal(20, series.Points.Count));
        var change = Assert.Single(EnvironmentChange.Between(points));
        Assert.Equal(["kernel: 6.1 → 6.2"], change.Differences);
        Assert.Equal(points[30].Run, change.Run);
        Assert.Equal(
            4, HistoryReport.Of("store", InventedHistory.Content(points), HistorySeriesBuilder.Watched, HistoryReport.All).Series.Count);
        Assert.All(
            HistoryReport.Of("store", InventedHistory.Content(points), HistorySeriesBuilder.Watched, "0123").Series,
            series => Assert.Equal(30, series.Points.Count));
    }

    [Fact]
    public void A_cell_that_the_newest_run_lacks_keeps_its_alarm()
    {
        var points = InventedHistory.Step(30, 8, 1.1);
        Assert.Equal(2, Report([.. points, InventedHistory.Point(40, 1) with { Cells = [] }]).Alarms.Count);
    }

    [Fact]
    public void Too_few_runs_are_counted_and_named()
    {
        var report = Report(InventedHistory.Step(10, 4, 2));
        Assert.Equal(2, report.TooShort.Count);
        Assert.Contains("14 to 14 of the 20 runs", HistoryVerdict.Sentences(report)[^1], StringComparison.Ordinal);
        Assert.StartsWith("nothing can be judged yet; 2 series not judged", HistoryVerdict.Sentences(report)[0], StringComparison.Ordinal);
        Assert.Contains("begin one with", Assert.Single(HistoryVerdict.Sentences(Report([]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_that_came_half_way_back_still_alarms()
    {
        var half = InventedHistory.Points([.. Level(30, 50), .. Level(12, 70), .. Level(12, 56)]);
        var series = Report(half).Alarms[0];

        Assert.Equal(half[30].Run, series.ChangedAt!.Run);
        Assert.Contains("; now 56", HistoryVerdict.Sentences(Report(half))[1], StringComparison.Ordinal);
        Assert.Contains("slower +12", SeriesText.Short(series), StringComparison.Ordinal);
        Assert.Empty(Report(InventedHistory.Points([.. Level(30, 50), .. Level(12, 70), .. Level(12, 50.5)])).Alarms);
    }

    [Fact]
    public void An_alarm_does_not_end_with_its_age()
    {
        var old = InventedHistory.Points([.. Level(40, 50), .. Level(200, 60)]);
        Assert.Equal(old[40].Run, Report(old).Alarms[0].ChangedAt!.Run);
        Assert.StartsWith("slower +19", SeriesText.Short(Report(old).Alarms[0]), StringComparison.Ordinal);
        Assert.Empty(Report(InventedHistory.Points([.. Level(40, 50), .. Level(200, 60), .. Level(8, 50)])).Alarms);
    }

    [Fact]
    public void A_step_behind_an_incident_alarms_with_its_first_run_and_the_incident_is_told()
    {
        var points = InventedHistory.Points([.. Level(20, 50), .. Level(5, 75), .. Level(15, 50), .. Level(8, 55)]);
        Assert.Equal(points[40].Run, Report(points).Alarms[0].ChangedAt!.Run);

        var over = Report(InventedHistory.Points([.. Level(20, 50), .. Level(5, 75), .. Level(15, 50)]));
        Assert.Empty(over.Alarms);
        Assert.StartsWith("back after an incident (5 runs, +49", SeriesText.Short(over.Series[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 50, true)]
    [InlineData(5, 50, false)]
    [InlineData(19, 56, true)]
    public void An_alarm_of_a_replaced_environment_is_open_until_five_runs_are_as_good_as_before(int runs, double p50, bool open)
    {
        IReadOnlyList<HistoryPoint> points =
        [
            .. InventedHistory.Step(30, 8, 1.2),
            .. Enumerable.Range(40, runs).Select(day => InventedHistory.Point(day, p50 + (0.2 * (day % 4)), "ba9876543210")),
        ];
        var report = Report(points);

        Assert.Equal(open ? 2 : 0, report.LeftOpen.Count);
        Assert.Equal(open, HistoryVerdict.Sentences(report).Any(
            sentence => sentence.StartsWith("2 alarms left open in environment 0123456789ab, kernel 6.1 → 6.2", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_alarm_is_left_open_also_when_the_conditions_or_the_meaning_of_a_cell_changed()
    {
        var slow = InventedHistory.Step(30, 8, 1.2);
        var next = InventedHistory.Point(40, 60);
        Assert.Equal(2, Report([.. slow, next with { ScenarioHash = "00000000cccc" }]).LeftOpen.Count);
        var redefined = Report([.. slow, next with { Cells = [next.Cells[0] with { Hash = "00000000dddd" }] }]);
        Assert.Equal(2, redefined.LeftOpen.Count);
        Assert.Contains("the meaning of echo/tcp/loopback/closed-1", redefined.LeftOpen[0].Differences);
    }

    [Fact]
    public void A_cell_that_newer_runs_lack_is_told()
    {
        var points = InventedHistory.Step(30, 0, 1);
        var report = Report([.. points, InventedHistory.Point(40, 50) with { Cells = [] }]);
        Assert.Contains(
            HistoryVerdict.Sentences(report),
            sentence => sentence.StartsWith("not measured any more: echo/tcp/loopback/closed-1 p50", StringComparison.Ordinal));
    }

    [Fact]
    public void A_series_with_a_zero_is_told_as_not_judged()
    {
        var sentences = HistoryVerdict.Sentences(Report([.. InventedHistory.Step(30, 0, 1), Zero(31)]));
        Assert.StartsWith("no series of 1 changed for the worse; 1 series not judged", sentences[0], StringComparison.Ordinal);
        Assert.Contains(
            sentences, sentence => sentence.StartsWith("not judged: echo/tcp/loopback/closed-1 throughput", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_shows_level_shape_and_finding()
    {
        using var output = new StringWriter();
        HistoryTable.Write(Report(InventedHistory.Step(30, 8, 1.1)), output);
        var text = output.ToString();

        Assert.Contains("quick: 38 runs, 2026-03-01 to 2026-04-07", text, StringComparison.Ordinal);
        Assert.Matches(@"echo/tcp/loopback/closed-1 +p50 +38 +55\.3 µs +[▁▂▃]{22}[▆▇█]{8} +slower \+10\.2 %\n", text);
        Assert.Matches(@"throughput +38 .*slower -9\.2 %", text);
    }

    [Theory]
    [InlineData(new double[] { }, "")]
    [InlineData(new double[] { 5, 5, 5 }, "▅▅▅")]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, "▁▂▃▄▅▆▇█")]
    [InlineData(new double[] { 99, 1, 2, 3, 4, 5, 6, 7, 8 }, "▁▂▃▄▅▆▇█")]
    public void A_sparkline_goes_from_the_smallest_to_the_largest_of_what_it_shows(double[] values, string expected) =>
        Assert.Equal(expected, Sparkline.OfNewest(values, 8));

    private static IEnumerable<double> Level(int runs, double level) => Enumerable.Range(0, runs).Select(i => level + (0.2 * (i % 4)));

    private static HistoryPoint Zero(int day)
    {
        var point = InventedHistory.Point(day, 50);
        return point with
        {
            Cells = [point.Cells[0] with { Values = new Dictionary<string, double> { ["p50"] = 50, ["throughput"] = 0 } }],
        };
    }

    private static HistoryReport Report(IReadOnlyList<HistoryPoint> points) =>
        HistoryReport.Of("store", InventedHistory.Content(points), HistorySeriesBuilder.Watched);
}
