using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Tests.StreamSockets;

public sealed class CongestionSupportTests
{
    [Fact]
    public void What_the_kernel_offers_is_there_and_a_name_of_nothing_is_refused_with_the_remedy()
    {
        Assert.Null(CongestionSupport.WhyNot("reno", overRoute: false));
        var reason = CongestionSupport.WhyNot("warp", overRoute: true);
        Assert.Matches("^this kernel has no congestion control 'warp' .*reno.*; `modprobe tcp_warp` as root adds it", reason);
    }

    [Theory]
    [InlineData("bbr", false, "reno cubic", "this kernel has no congestion control 'bbr'")]
    [InlineData("bbr", true, "reno cubic", "this kernel has no congestion control 'bbr'")]
    [InlineData("bbr", false, "reno bbr cubic", "this user may not choose congestion control 'bbr'")]
    [InlineData("bbr", true, "reno bbr cubic", null)]
    [InlineData("bb", true, "reno bbr cubic", "this kernel has no congestion control 'bb'")]
    public void A_socket_may_have_fewer_than_a_route(string name, bool overRoute, string available, string? begins)
    {
        var reason = CongestionSupport.WhyNot(name, overRoute, available, "reno cubic");
        Assert.Equal(begins, begins is null ? reason : reason?[..begins.Length]);
    }
}
