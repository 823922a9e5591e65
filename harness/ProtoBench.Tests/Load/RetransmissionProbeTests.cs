using ProtoBench.Load.Loops;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class RetransmissionProbeTests
{
    [Fact]
    public void The_column_is_found_by_its_name()
    {
        string[] lines =
        [
            "Ip: Forwarding DefaultTTL",
            "Ip: 1 64",
            "Tcp: RtoAlgorithm ActiveOpens RetransSegs InErrs",
            "Tcp: 1 7 42 0",
            "Udp: InDatagrams",
        ];
        Assert.Equal(42, RetransmissionProbe.TcpSegments(lines));
        Assert.Throws<IOException>(() => RetransmissionProbe.TcpSegments(["Tcp: RtoAlgorithm", "Tcp: 1"]));
    }

    [Fact]
    public void This_kernel_has_it() => Assert.InRange(RetransmissionProbe.Now(), 0, long.MaxValue);
}
