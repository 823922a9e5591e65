using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Reconnect;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>Clients of several processes whose server is killed once for all of them.</summary>
public sealed class DividedReconnectTests
{
    private static readonly ServerRestart Restart = new(1_000_000_000, 1_500_000_000, AddressKept: true);
    private static readonly Backoff Waits = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), 0);

    private static readonly ReconnectRecord[] Records =
    [
        new(1_001_000_000, LearnedBy.Close, 1_510_000_000, Attempts: 5, Refused: 4, TimedOut: 0, Broken: 0),
        new(1_002_000_000, LearnedBy.Close, 1_700_000_000, Attempts: 6, Refused: 3, TimedOut: 1, Broken: 1),
        new(1_400_000_000, LearnedBy.Silence, 1_600_000_000, Attempts: 1, Refused: 0, TimedOut: 0, Broken: 0),
    ];

    [Fact]
    public void The_last_to_be_served_and_the_middle_one_to_know_are_those_of_all_processes()
    {
        var together = ReconnectReadings.PutTogether([Of(Records[..2]), Of(Records[2..])]).Tell(Sum);

        Assert.Equal(ReconnectFigures.Of(Restart, Records, Waits), together.Figures);
        Assert.Equal((700_000, 510_000, 200_000), (
            together.Figures!["reconnect-all"], together.Figures["reconnect-first"], together.Figures["reconnect-all-up"]));

        // The mean of the medians of both, 1,500 and 400,000 us, would be 200,750.
        Assert.Equal(2_000, together.Figures["reconnect-known"]);
        Assert.Equal((4, 7, 1, 3), (
            together.Figures["reconnect-attempts"], together.Figures["reconnect-refused"], together.Figures["reconnect-broken"],
            together.Figures["reconnect-lost"]));
        Assert.Equal(1, together.Figures["reconnect-address-kept"]);
        var times = HistogramText.Decode(Assert.Single(together.Times!).Value);
        Assert.Equal(3, times.Count);
        Assert.Equal(700e6, times.ValueAtQuantile(1), 700e6 * 0.01);
        Assert.Null(together.Unmerged);
    }

    [Fact]
    public void One_client_of_one_process_that_is_not_served_again_leaves_no_time_of_all()
    {
        var together = ReconnectReadings.PutTogether([Of(Records[..2]), Of(Records[2] with { Served = 0 })]).Tell(Sum).Figures!;
        Assert.Equal(1, together["reconnect-unserved"]);
        Assert.False(together.ContainsKey("reconnect-all") || together.ContainsKey("reconnect-all-up"));
        Assert.Single(ReconnectFigures.Faults(together));
    }

    private static Measurement Sum => new()
    {
        WindowSeconds = 2,
        WindowStartNanoseconds = 0,
        Outcomes = new OutcomeCounts(),
        Series = [],
        WarmUp = new WarmUpOutcome(1, true),
    };

    private static string Of(params ReconnectRecord[] records) => new ReconnectReadings(Restart, records, Waits).Encode();
}
