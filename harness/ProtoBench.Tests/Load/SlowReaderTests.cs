using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.SlowReader;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class SlowReaderTests
{
    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("slow-reader");

    private static readonly Workload Slow = new() { Name = "slow", Kind = "slow-reader" };

    [Fact]
    public void What_is_held_is_what_the_sender_got_rid_of_and_the_reader_had_not_read_then()
    {
        SenderSample[] sender =
        [
            new(0, 100, 10, 0), new(1_000_000, 300, 80, 500), new(2_000_000, 400, 50, 1_000), new(9_000_000, 9_000, 99, 9_000),
        ];
        var figures = SlowReaderFigures.Of([(sender, [(500_000, 50), (1_500_000, 120), (2_000_000, 200)])], 0, 2_000_000);
        Assert.Equal(250, figures["slow-reader-held"]);
        Assert.Equal(80, figures["slow-reader-queue"]);
        Assert.Equal(0.5, figures["slow-reader-limited"], 6);
    }

    [Fact]
    public void Streams_add_up_what_they_hold_and_share_what_their_sockets_tell()
    {
        SenderSample[] sender = [new(0, 100, 30, 0), new(1_000_000, 300, 80, 2_000)];
        var figures = SlowReaderFigures.Of([(sender, [(0, 100)]), (sender, [])], 0, 1_000_000);
        Assert.Equal((500, 80, 1), (figures["slow-reader-held"], figures["slow-reader-queue"], figures["slow-reader-limited"]));
    }

    [Fact]
    public void Several_clients_see_the_same_sockets_and_have_streams_of_their_own()
    {
        SenderSample[] sender = [new(0, 1_000, 700, 0), new(1_000_000, 2_000, 900, 800)];
        var (one, two) = (
            SlowReaderFigures.Of([(sender, [(0, 100)]), (sender, [(0, 200)])], 0, 1_000_000, divided: true),
            SlowReaderFigures.Of([(sender, [(0, 400)])], 0, 1_000_000, divided: true));
        (one["slow-reader-share"], two["slow-reader-share"], one["slow-reader-blocked"]) = (1, 0.7, 3);
        var whole = SlowReaderFigures.Of([(sender, [(0, 100)]), (sender, [(0, 200)]), (sender, [(0, 400)])], 0, 1_000_000);
        var together = SlowReaderFigures.PutTogether([one, two]);

        Assert.Equal(whole["slow-reader-held"], together["slow-reader-held"]);
        Assert.Equal(whole["slow-reader-queue"], together["slow-reader-queue"]);
        Assert.Equal(whole["slow-reader-limited"], together["slow-reader-limited"], 1e-9);
        Assert.Equal((0.9, 3), (Math.Round(together["slow-reader-share"], 9), together["slow-reader-blocked"]));
        Assert.Equal(5, together.Count);
    }

    [Fact]
    public void Without_sockets_nothing_is_told_of_them()
    {
        SenderSample[] sender = [new(0, 100, -1, -1), new(1_000_000, 300, -1, -1)];
        Assert.Equal(["slow-reader-held"], SlowReaderFigures.Of([(sender, [])], 0, 1_000_000).Keys);
        Assert.Empty(SlowReaderFigures.Of([(sender, [])], 5, 6));
    }

    [Fact]
    public void Samples_are_read_as_they_were_written()
    {
        SenderSample[] samples = [new(1, 2, 3, 4), new(5, 6, -1, -1)];
        Assert.Equal(samples, SenderSample.Read(SenderSample.ToMessage(samples)));
        Assert.Throws<BadResponseException>(() => SenderSample.Read(new byte[31]));
        Assert.Throws<BadResponseException>(() => SenderSample.Read([]));
    }

    [Theory]
    [InlineData(0.0, "nothing was read inside the window", null)]
    [InlineData(0.97, null, null)]
    [InlineData(0.5, null, "the reader got 50 % of what it would have taken: sender, link or flow control gave it less")]
    [InlineData(1.06, "the reader took 106 % of what it was to take, so it was not slow enough", null)]
    public void The_rate_at_the_reader_must_be_its_own(double share, string? fault, string? note)
    {
        var measured = new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts { Completed = 1 },
            WarmUp = new WarmUpOutcome(1, true),
            Figures = new Dictionary<string, double> { ["slow-reader-share"] = share },
        };
        Assert.Equal(fault is null ? [] : [fault], Kind.FaultsOf(measured).Select(Plain));
        Assert.Equal(note is null ? [] : [note], Kind.NotesOn(measured).Select(Plain));

        static string Plain(string text) => text.Replace("\u00A0", " ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http1", IoMode.Async, "http1 has no streams of messages that a reader could take at its own rate")]
    [InlineData("tcp", IoMode.Blocking, "blocking tcp has no streams of messages")]
    [InlineData("tcp", IoMode.Async, null)]
    public void What_a_protocol_lacks_for_it_is_told(string protocol, IoMode io, string? reason)
    {
        var scenario = PlanCase.Scenario([Slow], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Fact]
    public void It_says_what_it_sends() => Assert.Equal(
        "bulk data from server to client, 64 KiB per message, read at 2.00 MiB/s",
        Kind.Describe(Slow with { ReaderBytesPerSecond = 2 << 20 }).Replace("\u00A0", " ", StringComparison.Ordinal));
}
