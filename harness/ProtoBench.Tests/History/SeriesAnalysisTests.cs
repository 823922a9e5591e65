using ProtoBench.Analysis.History;
using ProtoBench.Model.Randomness;
using Xunit;

namespace ProtoBench.Tests.History;

public sealed class SeriesAnalysisTests
{
    [Fact]
    public void Below_twenty_runs_nothing_is_said()
    {
        double[] series = [.. Enumerable.Repeat(100.0, 10), .. Enumerable.Repeat(200.0, 9)];
        Assert.Equal(SeriesState.TooShort, SeriesAnalysis.Of(series).State);
        Assert.Equal(SeriesState.Changed, SeriesAnalysis.Of([.. series, 200]).State);
    }

    [Fact]
    public void A_zero_is_not_judged() =>
        Assert.Equal(SeriesState.HasZeros, SeriesAnalysis.Of([.. Enumerable.Repeat(100.0, 20), 0]).State);

    [Fact]
    public void A_change_waits_for_five_runs()
    {
        double[] before = [.. Enumerable.Range(0, 50).Select(i => 100 + (i % 3))];
        for (var runs = 3; runs <= 6; runs++)
        {
            var analysis = SeriesAnalysis.Of([.. before, .. Enumerable.Repeat(120.0, runs)]);
            Assert.Equal(runs < 5 ? SeriesState.Waiting : SeriesState.Changed, analysis.State);
            Assert.Equal(runs < 5 ? null : 50, analysis.Newest?.Index);
        }
    }

    [Fact]
    public void A_single_spike_anywhere_also_at_the_end_never_alarms()
    {
        var random = new SeededRandom(17);
        foreach (var length in (int[])[20, 21, 40, 60, 75])
        {
            double[] flat = [.. Enumerable.Range(0, length).Select(_ => 100 * (1 + (0.02 * (random.NextPositive() - 0.5))))];
            for (var place = 0; place < length; place++)
            {
                var spiked = flat.ToArray();
                spiked[place] *= 1.3;
                var analysis = SeriesAnalysis.Of(spiked);
                Assert.Null(analysis.Newest);
                Assert.Equal(place == length - 1, analysis.EndsWithSpike);
            }
        }
    }

    [Fact]
    public void Appending_a_run_and_removing_it_again_changes_nothing()
    {
        var series = HistorySimulation.Series(new SeededRandom(4), 45, 0.02, 1.1, 30);
        var before = SeriesAnalysis.Of(series);
        _ = SeriesAnalysis.Of([.. series, 500]);
        var after = SeriesAnalysis.Of(series);

        Assert.Equal(before.Changes, after.Changes);
        Assert.Equal(before with { Changes = [], Incidents = [], Counted = [] }, after with { Changes = [], Incidents = [], Counted = [] });
        Assert.NotNull(before.Newest);
    }

    [Fact]
    public void Only_the_newest_sixty_runs_are_looked_at_and_places_are_those_of_the_whole_series()
    {
        double[] old = [.. Enumerable.Range(0, 100).Select(i => (i < 20 ? 50.0 : 100.0) + (i % 3))];
        var analysis = SeriesAnalysis.Of([.. old, .. Enumerable.Range(0, 10).Select(i => 130.0 + (i % 3))]);

        Assert.Equal(100, Assert.Single(analysis.Changes).Index);
        Assert.Equal(100, analysis.Newest?.Index);
    }

    [Fact]
    public void A_window_that_begins_with_outliers_does_not_alarm()
    {
        double[] series = [.. Enumerable.Repeat(130.0, 4), .. Enumerable.Range(0, 56).Select(i => 100.0 + (i % 3))];
        var analysis = SeriesAnalysis.Of(series);

        Assert.NotEmpty(analysis.Changes);
        Assert.Null(analysis.Newest);
    }

    [Fact]
    public void Changes_in_a_drifting_series_are_weak()
    {
        var random = new SeededRandom(9);
        var weak = Enumerable.Range(0, 40)
            .Select(_ => SeriesAnalysis.Of(HistorySimulation.Series(random, 60, 0.02, autocorrelation: 0.8)))
            .Count(analysis => analysis.IsWeak);
        var firm = Enumerable.Range(0, 40)
            .Select(_ => SeriesAnalysis.Of(HistorySimulation.Series(random, 60, 0.02)))
            .Count(analysis => !analysis.IsWeak);

        Assert.InRange(weak, 30, 40);
        Assert.InRange(firm, 34, 40);
    }

    [Fact]
    public void Of_a_hundred_flat_series_of_a_hundred_runs_two_at_most_ever_alarm_and_a_tenth_more_is_found_after_five_runs()
    {
        var result = HistorySelfTest.Run(100, 0.02, seed: 1);

        Assert.InRange(result.EverAlarmed, 0, 2);
        Assert.Equal(5, result.MedianDelay);
        Assert.InRange(result.Delays.Count(delay => delay <= 5), 80, 100);
        Assert.InRange(result.Delays.Count(delay => delay <= 8), 95, 100);
        Assert.InRange(result.DelaysAfterIncidents.Count(delay => delay <= 8), 95, 100);
        Assert.True(result.Holds);
    }

    [Fact]
    public void The_selftest_notices_a_history_that_its_promises_are_not_made_for()
    {
        var result = HistorySelfTest.Run(8, 0.02, seed: 1, autocorrelation: 0.6);

        Assert.False(result.Holds);
        Assert.True(result.EverAlarmedFirmly < result.EverAlarmed);
    }
}
