using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Objects;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class ObjectsTests
{
    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("objects");

    /// <summary>14.5, 43 and 101 kB are what slow start from ten segments has brought after one, two and three round trips.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(14_480, 1)]
    [InlineData(14_481, 2)]
    [InlineData(43_440, 2)]
    [InlineData(43_441, 3)]
    [InlineData(101_360, 3)]
    [InlineData(101_361, 4)]
    [InlineData(256_000, 5)]
    [InlineData(1_000_000, 7)]
    public void Slow_start_doubles_from_ten_segments(long bytes, int roundTrips) =>
        Assert.Equal(roundTrips, SlowStart.RoundTrips(bytes, SlowStart.InitialTcpBytes));

    [Theory]
    [InlineData(12_000, 1)]
    [InlineData(12_001, 2)]
    [InlineData(64_000, 3)]
    [InlineData(1_000_000, 7)]
    public void Quic_begins_with_ten_of_its_smallest_full_datagrams(long bytes, int roundTrips) =>
        Assert.Equal(roundTrips, SlowStart.RoundTrips(bytes, SlowStart.InitialQuicBytes));

    [Fact]
    public void A_window_that_stops_growing_makes_it_linear() =>
        Assert.Equal(1 + 1 + 1 + 16, SlowStart.RoundTrips(1_000_000, 14_480, windowBytes: 57_920));

    /// <summary>
    /// As captured over 40 ms with a receive buffer of 128 KiB: 1 MB took seven to nine flights, 256 kB five or six. The windows that ended
    /// them: 79 KiB in the fourth and fifth, 99 KiB in the sixth.
    /// </summary>
    [Theory]
    [InlineData(64_000, 131_072, 3)]
    [InlineData(101_360, 131_072, 3)]
    [InlineData(166_896, 131_072, 4)]
    [InlineData(256_000, 131_072, 6)]
    [InlineData(1_000_000, 131_072, 10)]
    [InlineData(1_000_000, 2_097_152, 7)]
    public void A_window_that_opens_after_what_was_read_takes_longer(long bytes, int buffer, int roundTrips) =>
        Assert.Equal(roundTrips, SlowStart.RoundTripsIntoBuffer(bytes, SlowStart.InitialTcpBytes, buffer));

    [Theory]
    [InlineData("tcp", true, 64_000, null)]
    [InlineData("tcp", true, 256_000, 1 + 6)]
    [InlineData("http2", true, 1_000_000, 1 + 10)]
    [InlineData("http2", false, 1_000_000, null)]
    [InlineData("http3", true, 1_000_000, null)]
    public void The_receivers_window_is_told_where_it_makes_a_difference(string protocol, bool fresh, int bytes, int? roundTrips) =>
        Assert.Equal(roundTrips, ObjectsKind.WindowedPrediction(
            new Workload { Name = "o", Fresh = fresh, ResponseBytes = bytes },
            ProtocolCatalog.Find(protocol)!,
            Facts("cubic") with { ReceiveBufferBytes = 131_072 },
            1));

    [Theory]
    [InlineData(
        9.0, "an object took 9.0 round trips where handshakes and slow start predict 8: the window of the receiver limits it and not "
            + "congestion; it opens after what was read, which explains up to 11")]
    [InlineData(
        14, "an object took 14.0 round trips where handshakes and slow start predict 8: something else held it up, such as a "
            + "flow-control window, pacing or losses")]
    [InlineData(8.4, null)]
    [InlineData(
        7, "an object took 7.0 round trips where handshakes and slow start predict 8: the sender did not begin with the initial window "
            + "of its standard")]
    public void What_the_receivers_window_explains_is_told_so(double taken, string? note) =>
        Assert.Equal(note is null ? [] : [note], Kind.NotesOn(Measured(taken, 8, 11)));

    [Theory]
    [InlineData("tcp", true, 64_000, 1 + 3)]
    [InlineData("http1", true, 1_000_000, 1 + 7)]
    [InlineData("http1", false, 1_000_000, 1)]
    public void A_prediction_is_handshakes_and_slow_start_and_one_where_the_connection_is_warm(
        string protocol, bool fresh, int bytes, int roundTrips) =>
        Assert.Equal(roundTrips, ObjectsKind.Prediction(
            new Workload { Name = "o", Fresh = fresh, ResponseBytes = bytes }, ProtocolCatalog.Find(protocol)!, Facts("cubic"), 1));

    [Fact]
    public void What_does_not_double_is_not_predicted() => Assert.Null(ObjectsKind.Prediction(
        new Workload { Name = "o", Fresh = true }, ProtocolCatalog.Find("tcp")!, Facts("bbr"), 1));

    [Theory]
    [InlineData(4.74, 4, null)]
    [InlineData(
        9.1, 8, "an object took 9.1 round trips where handshakes and slow start predict 8: something else held it up, such as a "
            + "flow-control window, pacing or losses")]
    [InlineData(
        3, 4, "an object took 3.0 round trips where handshakes and slow start predict 4: the sender did not begin with the initial window "
            + "of its standard")]
    public void What_differs_from_its_prediction_is_told(double taken, double predicted, string? note) =>
        Assert.Equal(note is null ? [] : [note], Kind.NotesOn(Measured(taken, predicted)));

    [Theory]
    [InlineData("udp", "udp has no slow start: nothing holds its datagrams back")]
    [InlineData("unix", "unix crosses no network, so an object takes no round trips")]
    [InlineData("tcp", null)]
    public void Where_nothing_starts_slowly_it_does_not_apply(string protocol, string? reason)
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "o", Kind = "objects" }], [PlanCase.Closed(1)], protocol);
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    private static ConnectionFacts Facts(string congestion) =>
        new() { Protocol = "x", Client = "test", CongestionControl = congestion };

    private static Measurement Measured(double taken, double predicted, double? windowed = null) => new()
    {
        WindowSeconds = 1,
        WindowStartNanoseconds = 0,
        Outcomes = new OutcomeCounts { Completed = 1 },
        WarmUp = new WarmUpOutcome(1, true),
        Figures = new Dictionary<string, double>(
            windowed is { } late ? [new(ObjectsKind.Windowed, late)] : [])
        {
            [ObjectsKind.Taken] = taken,
            [ObjectsKind.Predicted] = predicted,
        },
    };
}
