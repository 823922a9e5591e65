using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class CongestionSeriesTests
{
    /// <summary>A saw-tooth as reno draws one: slow start without a threshold, a loss at 40, one more a round trip, a loss at 23.</summary>
    [Fact]
    public void A_summary_counts_the_cuts_and_finds_the_middle()
    {
        var seen = CongestionSummary.Of(Series([10, 20, 40, 20, 21, 22, 23, 11], [null, null, null, 20, 20, 20, 20, 11]));

        Assert.Equal((10, 40, 20, 2, 14L), (seen.Lowest, seen.Highest, seen.Median, seen.Cuts, seen.SentAgain));
        Assert.Equal((20_000, 1_003, 1_000_000L), (seen.RoundTripMicroseconds, seen.DeviationMicroseconds, seen.DeliveryRate));
    }

    /// <summary>HyStart leaves slow start at the window as it is (RFC 9406); a threshold that does not change is no cut either.</summary>
    [Fact]
    public void Leaving_slow_start_without_a_loss_is_no_cut() =>
        Assert.Equal(0, CongestionSummary.Of(Series([10, 20, 40, 41, 42], [null, null, 40, 40, 40])).Cuts);

    [Fact]
    public void Of_both_sides_only_the_sender_is_kept_and_only_inside_the_window()
    {
        var server = Series([10, 20, 40, 20, 21], [null, null, null, 20, 20]) with { Seconds = [99.9, 100, 100.5, 101, 101.1] };
        var client = server with { Side = "client", AckedBytes = [1, 1, 1, 1, 1] };
        var idle = server with { Connection = 2, AckedBytes = [0, 0, 1, 2, 3] };

        var kept = Assert.Single(CongestionSeries.Busiest([client, idle, server], start: 100, length: 1)!);

        Assert.Equal(("server", 1), (kept.Side, kept.Connection));
        Assert.Equal([0, 0.5, 1], kept.Seconds);
        Assert.Equal([20, 40, 20], kept.Windows);
        Assert.Equal([null, null, 20], kept.Thresholds);
        Assert.Equal([1_001, 1_002, 1_003], kept.DeviationMicroseconds!);
        Assert.Null(CongestionSeries.Busiest([client], 100, 1));
        Assert.Null(CongestionSeries.Busiest([server], 200, 1));
        Assert.Equal([-0.1, 0], server.Moved(-100).Seconds.Take(2));
    }

    [Fact]
    public void Runs_from_before_deviations_were_kept_have_none()
    {
        var old = Series([10, 20, 40], [null, null, null]) with { DeviationMicroseconds = null };
        Assert.Null(CongestionSummary.Of(old).DeviationMicroseconds);
        Assert.Null(Assert.Single(CongestionSeries.Busiest([old], 0, 1)!).DeviationMicroseconds);
    }

    internal static CongestionSeries Series(IReadOnlyList<int> windows, IReadOnlyList<int?> thresholds) => new()
    {
        Side = "server",
        Connection = 1,
        SegmentBytes = 1448,
        LeastRoundTripMicroseconds = 20_000,
        Seconds = [.. windows.Select((_, i) => Math.Round(i * 0.1, 3))],
        Windows = windows,
        Thresholds = thresholds,
        RoundTripMicroseconds = [.. windows.Select(_ => 20_000)],
        DeviationMicroseconds = [.. windows.Select((_, i) => 1_000 + i)],
        DeliveryRates = [.. windows.Select(_ => 1_000_000L)],
        SentAgain = [.. windows.Select((_, i) => 2L * i)],
        AckedBytes = [.. windows.Select((_, i) => 100_000L * i)],
    };
}
