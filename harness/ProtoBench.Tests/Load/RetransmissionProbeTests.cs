using System.Text;
using ProtoBench.Load.Loops;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class RetransmissionProbeTests
{
    private const string Netstat =
        "TcpExt: SyncookiesSent TCPFastRetrans TCPSlowStartRetrans TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPDSACKOldSent "
        + "TCPDSACKRecv TCPSpuriousRTOs TCPSpuriousRtxHostQueues TCPDSACKRecvSegs\n"
        + "TcpExt: 1 2 3 4 5 6 7 8 9 10 11\n"
        + "IpExt: InNoRoutes TCPFastRetrans\n"
        + "IpExt: 0 77\n";

    [Fact]
    public void The_column_is_found_by_its_name()
    {
        const string Table =
            """
            Ip: Forwarding DefaultTTL
            Ip: 1 64
            Tcp: RtoAlgorithm MaxConn RetransSegs InErrs
            Tcp: 1 -1 42 0
            Udp: InDatagrams

            """;
        Assert.Equal(42, TcpCounts.SegmentsOf(Encoding.ASCII.GetBytes(Table)));
        Assert.Equal(0, TcpCounts.SegmentsOf("Tcp: InErrs RetransSegs\nTcp: 7 0"u8));
        Assert.Throws<IOException>(() => TcpCounts.SegmentsOf("Tcp: RtoAlgorithm\nTcp: 1\n"u8));
        Assert.Throws<IOException>(() => TcpCounts.SegmentsOf("Tcp: InErrs RetransSegs\nTcp: 7\n"u8));
    }

    [Fact]
    public void Why_segments_were_sent_again_is_found_by_name_and_in_its_group() => Assert.Equal(
        new TcpSentAgain(
            Segments: 14, Fast: 2, Timeouts: 4, AfterTimeouts: 3, Probes: 5, ProbesRepaired: 6, Spurious: 11, SpuriousTimeouts: 9,
            HeldBack: 10),
        TcpCounts.SplitOf(Encoding.ASCII.GetBytes(Netstat), 14));

    [Fact]
    public void Older_kernels_count_what_is_spurious_by_acknowledgements_and_one_without_a_reason_tells_none()
    {
        byte[] Without(string column) => Encoding.ASCII.GetBytes(Netstat.Replace(column + "\n", "Other\n", StringComparison.Ordinal)
            .Replace(column + " ", "Other ", StringComparison.Ordinal));

        Assert.Equal(8, TcpCounts.SplitOf(Without("TCPDSACKRecvSegs"), 14)!.Spurious);
        Assert.Null(TcpCounts.SplitOf(Without("TCPLossProbes"), 14));
        Assert.Null(TcpCounts.SplitOf("IpExt: InNoRoutes\nIpExt: 0\n"u8, 14));
    }

    [Fact]
    public void This_kernel_has_it()
    {
        Assert.InRange(RetransmissionProbe.Now(), 0, long.MaxValue);
        var (packets, split) = RetransmissionProbe.For(TrialPath.Link)();
        Assert.InRange(split!.Segments, 0, packets);
        Assert.InRange(split.Fast + split.AfterTimeouts, 0, split.Segments);
        Assert.Null(RetransmissionProbe.For(TrialPath.Loopback)().Tcp);
        Assert.Null(RetransmissionProbe.For(TrialPath.Network)().Tcp);
    }
}
