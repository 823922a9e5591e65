using System.Net;
using System.Net.Sockets;
using ProtoBench.Load.Children;
using Xunit;

namespace ProtoBench.Tests.Trials.Children;

public sealed class ChildMessageTests
{
    [Fact]
    public void Every_kind_of_message_survives_the_way_through_a_line()
    {
        var cell = TrialPlans.Of(TrialPlans.Echo()).Cells[0];
        ChildMessage[] messages =
        [
            new Hello(ChildMessage.Contract, "serve", 1, "0", ".NET"),
            new ServeOrder(cell.Arm, "127.0.0.1:0", OverLink: true, TimeSpan.FromMicroseconds(5)),
            new WarmUpOrder(),
            new SliceOrder(TimeSpan.FromMilliseconds(100)),
            new SliceDone(7, 0.1),
            new Ready("127.0.0.1:5", "pem\nlines"),
            new DriveOrder(cell, "127.0.0.1:5", null, new(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), ulong.MaxValue),
            new Stop(),
            new Failed("it \"broke\"\n"),
        ];

        foreach (var message in messages)
        {
            var line = ChildJson.Write(message);
            Assert.DoesNotContain('\n', line);
            Assert.Equal(message, ChildJson.Read(line));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"type\":\"unheard-of\"}")]
    [InlineData("{\"reason\":\"no type\"}")]
    public void A_line_that_is_no_message_is_an_error_that_shows_it(string line) =>
        Assert.Contains(line, Assert.Throws<FormatException>(() => ChildJson.Read(line)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1:9000")]
    [InlineData("[::1]:80")]
    [InlineData("unix:some/where")]
    public void End_points_are_written_as_they_are_read(string text) => Assert.Equal(text, EndPointText.Write(EndPointText.Parse(text)));

    [Fact]
    public void A_unix_end_point_is_one() => Assert.IsType<UnixDomainSocketEndPoint>(EndPointText.Parse("unix:s"));

    [Fact]
    public void A_socket_path_that_is_too_long_is_refused_with_its_limit() =>
        Assert.Contains("107", Assert.Throws<IOException>(() => EndPointText.Parse("unix:" + new string('x', 120))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_port_of_zero_is_kept() => Assert.Equal(0, ((IPEndPoint)EndPointText.Parse("127.0.0.1:0")).Port);
}
