using ProtoBench.Model.Links.Profiles;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class LinkProfileDescriptionTests
{
    private const string Everything = """
        delay: 20 ms
        jitter: { pareto: 2 ms, shape: 2.5 }
        reorder: true
        loss: { enter: 0.5 %, leave: 25 %, good: 0.1 %, bad: 90 % }
        duplicate: 1 %
        corrupt: 0.5 %
        rate: 10 Mbit/s
        queue: 64 KiB
        overhead: 38 B
        blackouts: [ { at: 2 s, for: 500 ms, every: 15 s } ]
        congestion: bbr
        backend: packet-socket
        """;

    [Fact]
    public void Both_directions_are_said_once_where_they_are_alike() =>
        Assert.Equal("each way: delay 10 ms, loss 1 %; congestion control cubic", Describe("delay: 10 ms\nloss: 1 %"));

    [Fact]
    public void Every_key_has_its_words() => Assert.Equal(
        "each way: delay 20 ms, jitter 2 ms pareto of shape 2.5, which may reorder, burst loss entered 0.5 %, left 25 %, losing 0.1 % "
            + "and 90 %, duplicates 1 %, "
            + "corrupts 0.5 %, 10 Mbit/s, queue 65536 B, 38 B more a packet, nothing for 500 ms at 2000 ms and every 15000 ms; "
                + "congestion control bbr; backend packet-socket",
        Describe(Everything));

    [Fact]
    public void Directions_that_differ_are_said_one_by_one() => Assert.Equal(
        "up: delay 30 ms, 1 Mbit/s, queue 2 bdp; down: delay 30 ms, 10 Mbit/s, queue 100 ms; congestion control cubic",
        Describe("delay: 30 ms\nrate: 10 Mbit/s\nup: { rate: 1 Mbit/s, queue: 2 bdp }"));

    [Theory]
    [InlineData("delay: 20 ms", "delay: 20.0001 ms")]
    [InlineData("pareto: 2 ms", "pareto: 3 ms")]
    [InlineData("{ pareto: 2 ms, shape: 2.5 }", "{ normal: 2 ms }")]
    [InlineData("{ pareto: 2 ms, shape: 2.5 }", "{ uniform: 2 ms }")]
    [InlineData("shape: 2.5", "shape: 2.6")]
    [InlineData("reorder: true", "reorder: false")]
    [InlineData("enter: 0.5 %", "enter: 0.51 %")]
    [InlineData("leave: 25 %", "leave: 26 %")]
    [InlineData("good: 0.1 %", "good: 0 %")]
    [InlineData("bad: 90 %", "bad: 91 %")]
    [InlineData("duplicate: 1 %", "duplicate: 0 %")]
    [InlineData("corrupt: 0.5 %", "corrupt: 0.6 %")]
    [InlineData("rate: 10 Mbit/s", "rate: 10.001 Mbit/s")]
    [InlineData("queue: 64 KiB", "queue: 64 packets")]
    [InlineData("overhead: 38 B", "overhead: 14 B")]
    [InlineData("at: 2 s", "at: 3 s")]
    [InlineData("for: 500 ms", "for: 400 ms")]
    [InlineData(", every: 15 s", "")]
    [InlineData("congestion: bbr", "congestion: reno")]
    [InlineData("backend: packet-socket", "backend: tun")]
    [InlineData("backend: packet-socket", "down: { delay: 21 ms }")]
    public void Whatever_changes_what_happens_to_packets_changes_the_line(string written, string instead)
    {
        Assert.Contains(written, Everything, StringComparison.Ordinal);
        Assert.NotEqual(Describe(Everything), Describe(Everything.Replace(written, instead, StringComparison.Ordinal)));
    }

    [Fact]
    public void Long_lists_and_traces_differ_by_their_digests()
    {
        Assert.NotEqual(Describe("loss: { packets: [1,2,3,4,5,6,7,8,9] }"), Describe("loss: { packets: [1,2,3,4,5,6,7,8,10] }"));
        Assert.Equal("each way: delay 0 ms, loses packets 3, 17; congestion control cubic", Describe("loss: { packets: [17, 3, 17] }"));
        Assert.NotEqual(Describe("trace: a", "1\n5\n10\n"), Describe("trace: a", "1\n6\n10\n"));
        Assert.StartsWith(
            "each way: delay 0 ms, 3.6 Mbit/s by a trace of 10 ms (", Describe("trace: a", "1\n5\n10\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_of_writing_does_not() => Assert.Equal(
        Describe("delay: 20 ms\nrate: 1 Gbit/s\nqueue: 100 ms"),
        LinkProfileDescription.Of(LinkProfileFile.Parse(
            "title: another\nsource: elsewhere # said\nrate: 1000 Mbit/s\ndelay: 20000 us\nbackend: automatic\ncongestion: "
                + "cubic", "other.yaml", name => name).Profile!));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void No_two_shipped_profiles_are_the_same_link(string name)
    {
        var line = LinkProfileDescription.Of(LinkProfileCatalog.Load(name).Profile!);
        Assert.DoesNotContain(
            LinkProfileCatalog.Names.Where(other => other != name && other != "loopback" && name != "loopback"),
            other => LinkProfileDescription.Of(LinkProfileCatalog.Load(other).Profile!) == line);
    }

    public static TheoryData<string> Shipped => [.. LinkProfileCatalog.Names];

    private static string Describe(string lines, string trace = "")
    {
        var reading = LinkProfileFile.Parse($"title: t\nsource: s\n{lines}\n", "x.yaml", _ => trace);
        Assert.True(reading.Profile is not null, reading.RenderErrors());
        return LinkProfileDescription.Of(reading.Profile);
    }
}
