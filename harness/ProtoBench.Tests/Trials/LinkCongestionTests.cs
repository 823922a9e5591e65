using ProtoBench.Links.Serving;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class LinkCongestionTests
{
    [Theory]
    [InlineData("tcp:reno tcp:reno", "--congestion reno")]
    [InlineData("tcp: http2:", "")]
    [InlineData("tcp:reno http2:", "--congestion-beside reno")]
    [InlineData("tcp:reno http1:bbr tcp:reno", "--congestion-beside reno --congestion-beside bbr")]
    [InlineData("tcp:reno quic:bbr udp:", "--congestion reno")]
    public void Arms_that_differ_get_routes_of_their_own(string arms, string options) =>
        Assert.Equal(options, string.Join(' ', LinkCongestion.Of(arms.Split(' ').Select(Arm)).Arguments));

    [Fact]
    public void An_arm_listens_at_the_address_whose_routes_have_what_it_asks_for()
    {
        var link = new LinkMessage
        {
            Type = "ready",
            ServerAddress = "10.99.0.2",
            CongestionAddresses = new Dictionary<string, string> { ["reno"] = "10.99.0.4" },
        };
        Assert.Equal("10.99.0.4", LinkCongestion.Placed(link, Arm("tcp:reno"))?.ServerAddress);
        Assert.Equal("10.99.0.2", LinkCongestion.Placed(link, Arm("tcp:"))?.ServerAddress);
        Assert.Equal("10.99.0.2", LinkCongestion.Placed(link with { CongestionAddresses = null }, Arm("tcp:reno"))?.ServerAddress);
        Assert.Null(LinkCongestion.Placed(null, Arm("tcp:reno")));
    }

    private static Arm Arm(string text)
    {
        var parts = text.Split(':');
        return new Arm { Label = text, Protocol = parts[0], CongestionControl = parts[1].Length == 0 ? null : parts[1] };
    }
}
