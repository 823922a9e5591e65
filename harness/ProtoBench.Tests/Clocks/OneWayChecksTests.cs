using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Clocks;

public sealed class OneWayChecksTests
{
    private static readonly Cell Echo = TrialPlans.Of(TrialPlans.Echo()).Cells[0];

    private static readonly Cell Push = Echo with { Workload = new Workload { Name = "news", Kind = "push" } };

    private static readonly Cell Frames = Echo with
    {
        Workload = new Workload { Name = "frames", Kind = "frames", Deadline = TimeSpan.FromMilliseconds(100) },
    };

    private static readonly Cell Turns = Echo with { Workload = new Workload { Name = "talk", Kind = "stream" } };

    private static readonly Cell Feed = Echo with { Workload = new Workload { Name = "feed", Kind = "stream", Way = StreamWay.Up } };

    [Fact]
    public void On_one_clock_everything_is_told() =>
        Assert.Equal((Measured(200), 0), Withheld(Push, Measured(200), clocks: null));

    [Fact]
    public void Up_to_a_tenth_of_the_time_is_told_and_more_is_not()
    {
        var (told, notes) = OneWayChecks.Withhold(Push, Measured(200), Bound(20));
        Assert.NotNull(told.Response);
        Assert.Empty(notes);
        Assert.Equal(20, told.Figures!["push-clock-bound"]);

        (told, notes) = OneWayChecks.Withhold(Push, Measured(200), Bound(20.3));
        Assert.Equal((null, null), (told.Response, told.Service));
        Assert.Equal(
            "not told, because the clocks of both sides are known to within 20.3 µs only, which is more than 10 % of it: "
                + "response and service times",
            Assert.Single(notes));
        Assert.Equal(20.3, told.Figures!["push-clock-bound"]);
    }

    [Fact]
    public void What_ends_where_it_began_needs_no_second_clock()
    {
        Assert.Equal((Measured(200), 0), Withheld(Echo, Measured(200), Bound(5_000)));
        Assert.Equal((Measured(200), 0), Withheld(Turns, Measured(200), Bound(5_000)));
        Assert.Null(OneWayChecks.Withhold(Feed, Measured(200), Bound(5_000)).Measurement.Response);
    }

    [Fact]
    public void A_count_of_what_came_in_time_is_told_while_the_limit_is_long_enough()
    {
        var frames = Measured(200) with
        {
            Figures = new Dictionary<string, double> { ["frames-on-time"] = 1, ["frame-age-mean"] = 8_000, ["frame-jitter"] = 30 },
            Times = new Dictionary<string, string> { ["frame-delivery"] = Histogram(200), ["frame-age"] = Histogram(8_000) },
        };

        var told = OneWayChecks.Withhold(Frames, frames, Bound(500)).Measurement;
        Assert.Equal(["frame-age-mean", "frame-jitter", "frames-on-time"], told.Figures!.Keys.Order());
        Assert.Equal(["frame-age"], told.Times!.Keys);

        // More than a tenth of the deadline.
        told = OneWayChecks.Withhold(Frames, frames, Bound(10_001)).Measurement;
        Assert.Equal(["frame-jitter"], told.Figures!.Keys);
        Assert.Empty(told.Times!);
    }

    [Fact]
    public void A_window_that_cannot_be_found_on_the_server_s_clock_spoils_the_trial()
    {
        Assert.Null(OneWayChecks.Fault(Measured(200), Bound(50_000)));
        Assert.Null(OneWayChecks.Fault(Measured(200), clocks: null));
        Assert.Equal(
            "the clocks of both sides are known to within 50.001 ms only, more than 5 % of the window: what the server did in it is not "
                + "known",
            OneWayChecks.Fault(Measured(200), Bound(50_001)));
    }

    private static (Measurement Measurement, int Notes) Withheld(Cell cell, Measurement measurement, TrialClocks? clocks)
    {
        var (told, notes) = OneWayChecks.Withhold(cell, measurement, clocks);
        return (told with { Figures = measurement.Figures }, notes.Count);
    }

    private static TrialClocks Bound(double microseconds) => new(ClockMap.Shared, ClockMap.Shared, (long)(microseconds * 1e3));

    private static readonly IReadOnlyDictionary<string, double> Figures = new Dictionary<string, double> { ["push-missing"] = 0 };

    private static Measurement Measured(long microseconds) => new()
    {
        WindowSeconds = 1,
        WindowStartNanoseconds = 0,
        Response = Histogram(microseconds),
        Service = Histogram(microseconds),
        Outcomes = Counted,
        Figures = Figures,
        Series = None,
        WarmUp = Warm,
    };

    private static readonly OutcomeCounts Counted = new() { Completed = 100 };

    private static readonly WarmUpOutcome Warm = new(1, Steady: true);

    private static readonly IReadOnlyList<RateSample> None = [];

    private static string Histogram(long microseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(microseconds * 1_000, times: 100);
        return HistogramText.Encode(histogram);
    }
}
