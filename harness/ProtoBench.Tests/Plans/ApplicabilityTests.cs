using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class ApplicabilityTests
{
    private const int Limit = 65_490;

    private static readonly ProtocolTraits Datagram = new() { Datagram = true, Multiplexed = true, MaximumMessageBytes = Limit };

    private static readonly ProtocolTraits Plain = new();

    private static readonly Arm Arm = new() { Label = "p", Protocol = "p" };

    private static readonly Workload Echo = new() { Name = "echo" };

    [Theory]
    [InlineData(64, Limit, null)]
    [InlineData(Limit, 64, null)]
    [InlineData(64, Limit + 1, "a 65,491 B response does not fit a datagram (65,490 bytes at most)")]
    [InlineData(64, 16 * 1024 * 1024, "a 16 MiB response does not fit a datagram (65,490 bytes at most)")]
    [InlineData(64 * 1024, 64, "a 64 KiB request does not fit a datagram (65,490 bytes at most)")]
    public void Messages_must_fit_the_protocol(int request, int response, string? reason) => Assert.Equal(
        reason, PlanCase.Cell(Datagram, Echo with { RequestBytes = request, ResponseBytes = response }, PlanCase.Closed(1)).NotApplicable);

    [Theory]
    [InlineData(null, null)]
    [InlineData(64 * 1024, "a 64 KiB message does not fit a datagram (65,490 bytes at most)")]
    public void Writes_of_a_transfer_must_fit_the_protocol(int? message, string? reason) => Assert.Equal(
        reason,
        PlanCase.Cell(
            Datagram,
            new Workload { Name = "up", Kind = "upload", MessageBytes = message },
            PlanCase.Closed(1)).NotApplicable);

    [Fact]
    public void A_transfer_does_not_care_about_the_sizes_of_exchanges() => Assert.Null(PlanCase.Cell(
        Datagram with { MaximumMessageBytes = 10 },
        new Workload { Name = "up", Kind = "upload" },
        PlanCase.Closed(1)).NotApplicable);

    [Theory]
    [InlineData(2, 4, 8, null)]
    [InlineData(2, 4, 9, "9 exchanges in flight do not fit 2 connections with 4 streams each")]
    [InlineData(1, 1, 2, "2 exchanges in flight do not fit 1 connection with 1 stream each")]
    public void Exchanges_in_flight_must_fit_connections_and_streams(int connections, int streams, int inFlight, string? reason) =>
        Assert.Equal(
        reason,
        PlanCase.Cell(
            new ProtocolTraits { Multiplexed = true },
            Echo with { Connections = connections, Streams = streams },
            PlanCase.Closed(inFlight)).NotApplicable);

    [Fact]
    public void Streams_need_a_protocol_that_multiplexes() => Assert.Equal(
        "p carries one exchange at a time on a connection, not 8 streams",
        PlanCase.Cell(Plain, Echo with { Streams = 8 }, PlanCase.Closed(1)).NotApplicable);

    [Theory]
    [InlineData("download", "a download has no arrivals that an open loop could offer")]
    [InlineData("upload", "an upload has no arrivals that an open loop could offer")]
    [InlineData("exchange", null)]
    public void Open_loops_drive_exchanges_only(string kind, string? reason) =>
        Assert.Equal(reason, PlanCase.Cell(Plain, new Workload { Name = "w", Kind = kind }, PlanCase.Open(100, 1)).NotApplicable);

    [Theory]
    [InlineData("loopback", null)]
    [InlineData("wan", "p stays inside one machine, so there is no link to impair")]
    public void Local_protocols_have_no_link(string link, string? reason) =>
        Assert.Equal(reason, PlanCase.Cell(new ProtocolTraits { LocalOnly = true }, Echo, PlanCase.Closed(1), link: link).NotApplicable);

    [Fact]
    public void Settings_a_protocol_lacks_are_not_silently_ignored()
    {
        Assert.Equal("p cannot run inside TLS", Reason(Plain, Arm with { Tls = true }));
        Assert.Equal("p has no blocking mode", Reason(Plain, Arm with { Io = IoMode.Blocking }));
        Assert.Equal("p is not carried over http2", Reason(Plain, Arm with { Over = "http2" }));
        Assert.Equal("p has no TCP connection whose TCP_NODELAY could be off", Reason(Datagram, Arm with { NoDelay = false }));
        Assert.Equal(
            "p has no connection that bbr could control",
            Reason(new ProtocolTraits { OverTcp = false }, Arm with { CongestionControl = "bbr" }));
        Assert.Equal("p has no setting for session resumption", Reason(Plain, Arm with { Session = SessionUse.Resumed }));
    }

    [Fact]
    public void A_session_is_resumed_only_where_connections_are_opened_while_measuring()
    {
        var quic = new ProtocolTraits { OverTcp = false, OverQuic = true };
        var arm = Arm with { Session = SessionUse.Early };
        Assert.Equal(
            "sessions are resumed by connections that are opened while measuring; set fresh: true on the workload", Reason(quic, arm));
        Assert.Null(PlanCase.Cell(quic, Echo with { Fresh = true }, PlanCase.Closed(1), arm).NotApplicable);
    }

    [Fact]
    public void Settings_a_backend_lacks_are_not_silently_ignored()
    {
        var arm = Arm with { Tls = true, Backend = "msquic" };
        Assert.Null(Reason(StubProtocol.Quic, arm));
        Assert.Equal("p has no backend msquic", Reason(Plain, Arm with { Backend = "msquic" }));
        Assert.Equal(
            "p through msquic has no connection that bbr could control", Reason(StubProtocol.Quic, arm with { CongestionControl = "bbr" }));
        Assert.Equal("p through msquic cannot resume a session", Reason(StubProtocol.Quic, arm with { Session = SessionUse.Early }));
        Assert.Null(Reason(StubProtocol.Quic, arm with { Backend = "ngtcp2", CongestionControl = "bbr" }));
    }

    [Fact]
    public void Settings_a_protocol_has_are_fine()
    {
        var traits = new ProtocolTraits { SupportsTls = true, SupportsBlocking = true, Carriers = [new("http1", "HTTP/1.1")] };
        Assert.Null(
            Reason(traits, Arm with { Tls = true, Io = IoMode.Blocking, Over = "http1", NoDelay = false, CongestionControl = "cubic" }));
    }

    private static string? Reason(ProtocolTraits traits, Arm arm) => PlanCase.Cell(traits, Echo, PlanCase.Closed(1), arm).NotApplicable;
}
