using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Frames;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using ProtoBench.Trials.Clients;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class FramesTests
{
    private const long Millisecond = 1_000_000;
    private const double Period = 10 * Millisecond;

    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("frames");

    [Fact]
    public void What_always_takes_the_same_has_no_jitter_and_an_age_between_its_delay_and_that_and_a_period()
    {
        var frames = Figures(Enumerable.Range(0, 200).Select(number => Frame(number, 20)));

        // Of the window from 500 to 1500 ms.
        Assert.Equal((100, 100, 100, 0), (frames.Due, frames.Arrived, frames.OnTime, frames.Reordered));
        Assert.Equal(0, frames.Jitter);
        Assert.Equal(20, frames.Delivery.Mean / Millisecond, 0.1);
        Assert.Equal(24.5, frames.Age.Mean / Millisecond, 0.1);
        Assert.Equal(29, (double)frames.Age.Maximum / Millisecond, 0.1);
    }

    [Fact]
    public void A_lost_frame_ages_the_state_by_a_period_and_delays_no_other()
    {
        var frames = Figures(Enumerable.Range(0, 200).Where(number => number % 10 != 0).Select(number => Frame(number, 20)));

        Assert.Equal((100, 90, 90), (frames.Due, frames.Arrived, frames.OnTime));
        Assert.Equal(39, (double)frames.Age.Maximum / Millisecond, 0.1);
        Assert.Equal(0.1, FramesKind.FiguresOf(frames)["frames-lost"], 6);
    }

    [Fact]
    public void Frames_behind_a_retransmission_come_together_and_late()
    {
        // Frame 100 is sent again after 60 ms, and those behind it wait for it.
        var frames = Figures(Enumerable.Range(0, 200).Select(
            number => Frame(number, number is >= 100 and < 106 ? 80 - (10 * (number - 100)) : 20)), deadline: 50);

        Assert.Equal((100, 100), (frames.Due, frames.Arrived));
        Assert.Equal(97, frames.OnTime);
        Assert.Equal(89, (double)frames.Age.Maximum / Millisecond, 0.1);
        Assert.True(frames.Jitter > 0);
    }

    [Fact]
    public void What_several_clients_have_makes_the_figures_that_one_would_have()
    {
        var (one, other) = (Frames(0, 0.7), Frames(3, 0.2));
        var both = new FrameFigures();
        foreach (var frames in new[] { one, other })
        {
            both.Add(frames, 500 * Millisecond, 1_500 * Millisecond, Period, 30 * Millisecond);
        }

        var measured = new[] { one, other }.Select(frames =>
        {
            var figures = new FrameFigures();
            figures.Add(frames, 500 * Millisecond, 1_500 * Millisecond, Period, 30 * Millisecond);
            return new Measured(
                new Measurement
                {
                    WindowSeconds = 1,
                    WindowStartNanoseconds = 0,
                    WarmUp = new WarmUpOutcome(0, true),
                    Outcomes = new OutcomeCounts { Completed = figures.Arrived },
                    Figures = figures.Parts.Counts,
                    Times = new Dictionary<string, string>(figures.Parts.Times)
                    {
                        [FramesKind.Delivery.Key] = HistogramText.Encode(figures.Delivery),
                        [FramesKind.Age.Key] = HistogramText.Encode(figures.Age),
                    },
                },
                null,
                null);
        }).ToList();
        var together = MergedClients.Of(measured, ownCounts: false, Kind).Measurement;

        // A maximum that has travelled is that of its bucket, a thousandth wide at most.
        var whole = FramesKind.FiguresOf(both);
        Assert.Equal(whole.Keys.Order(), together.Figures!.Keys.Order());
        Assert.All(whole, figure => Assert.Equal(figure.Value, together.Figures![figure.Key], figure.Value / 1_000));
        Assert.Equal([FramesKind.Age.Key, FramesKind.Delivery.Key], together.Times!.Keys.Order());

        static List<ArrivedFrame> Frames(int lateness, double jitter) =>
            [.. Enumerable.Range(0, 200).Where(number => number % 7 != 0).Select(number =>
            {
                var frame = Frame(number, 20 + (int)(jitter * (number % 30)));
                return frame with { Header = frame.Header with { Lateness = lateness * Millisecond } };
            })];
    }

    [Fact]
    public void One_that_is_overtaken_is_out_of_order_and_never_the_newest()
    {
        var arrived = Enumerable.Range(0, 200).Select(number => Frame(number, number == 100 ? 45 : 20))
            .OrderBy(frame => frame.Received);
        var frames = Figures(arrived);

        Assert.Equal((100, 1), (frames.Arrived, frames.Reordered));
        Assert.Equal(39, (double)frames.Age.Maximum / Millisecond, 0.1);
    }

    [Fact]
    public void Doubled_frames_count_once() =>
        Assert.Equal(100, Figures(Enumerable.Range(0, 200).SelectMany(number => new[] { Frame(number, 20), Frame(number, 21) })).Arrived);

    /// <summary>RFC 3550, 6.4.1: of transit times that differ by d from packet to packet, the estimate comes to d.</summary>
    [Fact]
    public void Jitter_is_that_of_rfc_3550() => Assert.Equal(
        4, Figures(Enumerable.Range(0, 200).Select(number => Frame(number, number % 2 == 0 ? 20 : 24))).Jitter / Millisecond, 0.2);

    [Fact]
    public void What_stands_in_a_frame_comes_back()
    {
        var bytes = new byte[ArrivedFrame.Bytes];
        var frame = new ArrivedFrame(new FrameHeader(7, 123_456_789_012, 55), 123_456_999_999);
        frame.Write(bytes);
        Assert.Equal(frame, ArrivedFrame.Read(bytes));
        var order = new FrameOrder(true, 200, 60);
        Assert.Equal(order, FrameOrder.Read(order.Written()));
        Assert.Throws<InvalidDataException>(() => FrameOrder.Read(new byte[3]));
        Assert.Null(FrameHeader.Read(new byte[3]));
    }

    [Theory]
    [InlineData("http1", "http1 has no streams or flows that carry messages on their own")]
    [InlineData("udp", null)]
    [InlineData("tcp", null)]
    [InlineData("grpc", null)]
    public void Where_messages_cannot_flow_it_does_not_apply(string protocol, string? reason) => Assert.Equal(
        reason,
        Assert.Single(PlanBuilder.Build(
            PlanCase.Scenario([new Workload { Name = "f", Kind = "frames" }], [PlanCase.Closed(1)], protocol),
            ProtocolCatalog.All,
            WorkloadCatalog.All).Cells).NotApplicable);

    [Theory]
    [InlineData("frames", 1_200, null)]
    [InlineData("frames", 1_201, "a frame of 1,201 B does not surely fit a datagram of quic (1,200 bytes at most)")]
    [InlineData("stream", 100, "datagrams carry the messages of flows, and a stream of messages has none")]
    public void What_datagrams_cannot_carry_does_not_apply(string kind, int bytes, string? reason)
    {
        var workload = kind == "frames"
            ? new Workload { Name = "w", Kind = kind, MessageBytes = bytes }
            : new Workload { Name = "w", Kind = kind };
        var scenario = PlanCase.Scenario([workload], [PlanCase.Closed(1)], "quic");
        var plan = PlanBuilder.Build(
            scenario with { Arms = [scenario.Arms[0] with { Tls = true, Datagrams = true }] }, ProtocolCatalog.All, WorkloadCatalog.All);

        Assert.Equal(reason, Assert.Single(plan.Cells).NotApplicable);
    }

    [Theory]
    [InlineData(9_000, null)]
    [InlineData(
        12_000, "the sender itself was late: one in a hundred frames left 12.0 ms after it was due, and 10 ms are allowed")]
    public void A_late_sender_makes_a_trial_invalid(double microseconds, string? fault) => Assert.Equal(
        fault is null ? [] : [fault],
        Kind.FaultsOf(Measured() with { Figures = new Dictionary<string, double> { ["frame-sender-lateness"] = microseconds } }));

    [Fact]
    public void Without_a_frame_nothing_was_measured() => Assert.Single(Kind.FaultsOf(Measured()));

    private static ArrivedFrame Frame(int number, double delay)
    {
        var due = (long)(number * Period) + 1;
        return new ArrivedFrame(new FrameHeader(number, due, 0), due + (long)(delay * Millisecond) - 1);
    }

    private static FrameFigures Figures(IEnumerable<ArrivedFrame> frames, int deadline = 100)
    {
        var figures = new FrameFigures();
        figures.Add([.. frames], 500 * Millisecond, 1500 * Millisecond, Period, deadline * Millisecond);
        return figures;
    }

    private static Measurement Measured() => new()
    {
        WindowSeconds = 1,
        WindowStartNanoseconds = 0,
        Outcomes = new OutcomeCounts { Completed = 1 },
        WarmUp = new WarmUpOutcome(1, true),
    };
}
