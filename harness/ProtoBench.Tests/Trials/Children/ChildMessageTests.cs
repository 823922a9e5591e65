using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Results;
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
            new Hello(
                ChildMessage.Contract, "drive", 2, "1", ".NET", "0123456789abcdef", new PeerFingerprint("6.1.0", "cpu", ".NET 10", "tsc")),
            new QuietQuestion(TimeSpan.FromSeconds(3)),
            new QuietAnswer(true),
            new Hello(
                ChildMessage.Contract, "serve", 1, "0", ".NET", Clock: new ClockOrigin("boot", "time:[4026531834]"), Now: long.MaxValue),
            new LookQuestion(Sockets: true),
            new Looked(new ServerSight("boot", 1, 2, 3)),
            new ClockPing(),
            new ClockPong(-5),
            new ServeOrder(cell.Arm, "127.0.0.1:0", OverLink: true, TimeSpan.FromMicroseconds(5)),
            new ServeOrder(cell.Arm, "10.0.0.1:0", Ports: new ServerPorts(20_000, 20_099)),
            new WarmUpOrder(),
            new SliceOrder(TimeSpan.FromMilliseconds(100)),
            new SliceDone(7, 0.1),
            new Ready("127.0.0.1:5", "pem\nlines"),
            new DriveOrder(cell, "127.0.0.1:5", null, new(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), ulong.MaxValue),
            new DriveOrder(cell, "127.0.0.1:5", null, new(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 1)
            {
                ServerClock = new ClockMap(-86_400_000_000_000, 1_500),
            },
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

    [Fact]
    public void What_a_peer_can_play_survives_the_way_through_a_line()
    {
        var cannot = new Dictionary<string, string> { ["http3/msquic"] = "no libmsquic" };
        var capabilities = new PeerCapabilities(["tcp", "http3", "http3/msquic"], cannot);
        var line = ChildJson.Write(new Hello(ChildMessage.Contract, "hello", 1, "0", ".NET", Capabilities: capabilities));

        var read = Assert.IsType<Hello>(ChildJson.Read(line)).Capabilities!;

        Assert.Null(read.WhyNot("tcp", null));
        Assert.Null(read.WhyNot("http3", null));
        Assert.Equal("cannot run http3/msquic: no libmsquic", read.WhyNot("http3", "msquic"));
        Assert.Equal("does not know duplex", read.WhyNot("duplex", null));
    }

    [Fact]
    public void Lines_are_those_that_the_serializer_writes_and_reads_for_the_base_type()
    {
        // Builds from before each kind had metadata of its own are compared with, and talk like that.
        ChildMessage[] messages = [new Stop(), new SliceOrder(TimeSpan.FromMilliseconds(20), Rehearsal: true), new Failed("it \"broke\"")];
        foreach (var message in messages)
        {
            var line = JsonSerializer.Serialize(message, ChildJson.Default.ChildMessage);

            Assert.Equal(line, ChildJson.Write(message));
            Assert.Equal(message, ChildJson.Read(line));
            Assert.Equal(message, JsonSerializer.Deserialize(ChildJson.Write(message), ChildJson.Default.ChildMessage));
        }
    }

    [Fact]
    public void A_kind_is_prepared_although_its_message_may_not_be_empty() => ChildJson.Prepare<Measured>();

    [Fact]
    public void A_hello_from_before_builds_were_told_is_read()
    {
        const string line = """{"type":"hello","version":2,"role":"serve","processId":7,"processors":"0","runtime":".NET 10"}""";
        var hello = Assert.IsType<Hello>(ChildJson.Read(line));

        Assert.Equal((2, null, null, null), (hello.Version, hello.Build, hello.Fingerprint, hello.Capabilities));
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
        Assert.Contains(
            "107", Assert.Throws<IOException>(() => EndPointText.Parse("unix:" + new string('x', 120))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_port_of_zero_is_kept() => Assert.Equal(0, ((IPEndPoint)EndPointText.Parse("127.0.0.1:0")).Port);
}
