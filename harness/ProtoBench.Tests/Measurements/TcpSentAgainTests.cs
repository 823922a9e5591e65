using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class TcpSentAgainTests
{
    /// <summary>Nine segments: two by fast retransmit, five by a time-out, one behind it, and one of three probes.</summary>
    internal static readonly TcpSentAgain Nine = new(
        Segments: 9, Fast: 2, Timeouts: 5, AfterTimeouts: 1, Probes: 3, ProbesRepaired: 1, Spurious: 2, SpuriousTimeouts: 1, HeldBack: 4);

    [Fact]
    public void What_no_counter_of_segments_names_was_sent_by_time_outs_then_by_probes_then_otherwise()
    {
        Assert.Equal((5, 6, 1, 0), Parts(Nine));

        // A time-out that found its segment still in its own host sent nothing, and probes may carry new data.
        Assert.Equal((5, 6, 0, 0), Parts(Nine with { Segments = 8 }));
        Assert.Equal((3, 4, 0, 0), Parts(Nine with { Segments = 6 }));
        Assert.Equal((5, 6, 3, 2), Parts(Nine with { Segments = 13 }));

        // Totals between two samples are rounded each for itself.
        Assert.Equal((0, 1, 0, 0), Parts(Nine with { Segments = 2 }));

        static (long, long, long, long) Parts(TcpSentAgain count) => (count.ByTimeout, count.Waited, count.ByProbe, count.Otherwise);
    }

    [Fact]
    public void The_parts_never_come_to_more_than_the_whole_and_to_less_of_none()
    {
        for (var segments = 3; segments < 20; segments++)
        {
            var count = Nine with { Segments = segments };
            Assert.Equal(segments, count.Fast + count.ByTimeout + count.AfterTimeouts + count.ByProbe + count.Otherwise);
        }
    }

    [Fact]
    public void Counts_are_told_since_an_earlier_one_and_together()
    {
        var later = new TcpSentAgain(110, 51, 13, 25, 17, 9, 6, 4, 8);

        Assert.Equal(new TcpSentAgain(101, 49, 8, 24, 14, 8, 4, 3, 4), later.Since(Nine));
        Assert.Equal(later, later.Since(Nine).Plus(Nine));
        Assert.Equal(later, TcpSentAgain.Sum([Nine, later.Since(Nine)]));
        Assert.Null(TcpSentAgain.Sum([Nine, null]));
        Assert.Null(TcpSentAgain.Sum([]));
    }

    [Fact]
    public void A_window_holds_what_came_between_its_edges()
    {
        ProcessSample[] samples =
        [
            new(0, 0, 0, 0, 0, TcpSentAgain: Nine),
            new(1_000, 0, 0, 0, 0, TcpSentAgain: Nine.Plus(Nine).Plus(Nine)),
            new(2_000, 0, 0, 0, 0, TcpSentAgain: Nine.Plus(Nine).Plus(Nine)),
        ];
        Assert.Equal(
            new TcpSentAgain(9, 2, 5, 1, 3, 1, 2, 1, 4), ProcessSamples.Usage(samples, 500, 1_500, Process).TcpSentAgain);
        Assert.Null(ProcessSamples.Usage([samples[0] with { TcpSentAgain = null }, samples[1]], 0, 1_000, Process).TcpSentAgain);
        Assert.Null(ProcessSamples.Usage([samples[0], samples[1] with { TcpSentAgain = null }], 0, 1_000, Process).TcpSentAgain);
    }

    private static ProcessUsage Process { get; } = new()
    {
        ProcessId = 7,
        CpuSeconds = 0,
        PeakResidentBytes = 9,
        AllocatedBytes = 0,
        Collections = 0,
        PauseMilliseconds = 0,
        Processors = "0",
        Runtime = "r",
    };
}
