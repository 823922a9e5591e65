using ProtoBench.Model.Links.Profiles;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class LinkProfileFileTests
{
    private const string Head = "title: t\nsource: s\n";

    public static TheoryData<string> Shipped => [.. LinkProfileCatalog.Names];

    [Fact]
    public void A_profile_with_every_key_is_read()
    {
        var profile = Read("""
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
            up: { rate: 750 kbit/s, queue: 2 bdp, loss: 1 %, jitter: { normal: 250 us } }
            """);
        var down = profile.Down;
        Assert.Equal(TimeSpan.FromMilliseconds(20), down.Delay);
        Assert.Equal(new JitterProfile(JitterLaw.Pareto, TimeSpan.FromMilliseconds(2), 2.5), down.Jitter);
        Assert.True(down.Reorder);
        Assert.Equal(new BurstLoss(0.005, 0.25, 0.001, 0.9), down.Loss);
        Assert.Equal((0.01, 0.005, 10e6, 38), (down.Duplicate, down.Corrupt, down.BitsPerSecond!.Value, down.OverheadBytes));
        Assert.Equal(new QueueLimit(65536, QueueUnit.Bytes), down.Queue);
        Assert.Equal(
            new Blackout(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15)), Assert.Single(down.Blackouts));
        Assert.Equal(("bbr", LinkBackend.PacketSocket), (profile.Congestion, profile.Backend));
        Assert.Equal((750e3, new QueueLimit(2, QueueUnit.BandwidthDelayProducts)), (profile.Up.BitsPerSecond!.Value, profile.Up.Queue));
        Assert.Equal(new IndependentLoss(0.01), profile.Up.Loss);
        Assert.Equal(TimeSpan.FromMilliseconds(20), profile.Up.Delay);
        Assert.Equal(TimeSpan.FromMilliseconds(40), profile.RoundTrip);
    }

    [Fact]
    public void A_trace_is_read_from_the_file_beside_the_profile()
    {
        var reading = LinkProfileFile.Parse(
            Head + "trace: lte.trace", "x.yaml", name => name == "lte.trace" ? "1\n2\n2\n10\n" : throw new IOException(name));
        Assert.Equal(4, reading.Profile!.Up.Trace!.Count);
    }

    [Theory]
    [InlineData("dely: 3 ms", LinkProfileErrorCodes.UnknownKey, "did you mean 'delay'?")]
    [InlineData("up: { dely: 3 ms }", LinkProfileErrorCodes.UnknownKey, "did you mean 'delay'?")]
    [InlineData("rate: 10 Mbits", LinkProfileErrorCodes.BadQuantity, "10 Mbit/s")]
    [InlineData("rate: 10", LinkProfileErrorCodes.BadQuantity, "10 Mbit/s")]
    [InlineData("delay: -3 ms", LinkProfileErrorCodes.BadQuantity, "20 ms")]
    [InlineData("delay: 2 min\nloss: 101 %", LinkProfileErrorCodes.OutOfRange, "0 % to 100 %")]
    [InlineData("loss: 0.01", LinkProfileErrorCodes.BadQuantity, "1 %")]
    [InlineData("loss: { enter: 1 % }", LinkProfileErrorCodes.MissingKey, "leave")]
    [InlineData("loss: { packets: 3 }", LinkProfileErrorCodes.WrongType, "packets: [3, 17]")]
    [InlineData("jitter: 3 ms", LinkProfileErrorCodes.WrongType, "uniform, normal, pareto")]
    [InlineData("delay: 1 ms\njitter: { uniform: 3 ms }", LinkProfileErrorCodes.OutOfRange, "before it is sent")]
    [InlineData("queue: 10 packets", LinkProfileErrorCodes.NoEffect, "rate")]
    [InlineData("rate: 1 Mbit/s\nqueue: 1 kB", LinkProfileErrorCodes.BadQuantity, "packet of 1500 B")]
    [InlineData("rate: 1 Mbit/s\ntrace: t", LinkProfileErrorCodes.NoEffect, "one of them")]
    [InlineData("trace: none", LinkProfileErrorCodes.BadTrace, "milliseconds a line")]
    [InlineData("reorder: true", LinkProfileErrorCodes.NoEffect, "jitter")]
    [InlineData("reorder: yes", LinkProfileErrorCodes.UnknownWord, "true, false")]
    [InlineData("congestion: cubick", LinkProfileErrorCodes.UnknownWord, "did you mean 'cubic'?")]
    [InlineData("blackouts: [ { at: 1 s } ]", LinkProfileErrorCodes.MissingKey, "for: 500 ms")]
    [InlineData("blackouts: { at: 1 s }", LinkProfileErrorCodes.WrongType, "for: 500 ms")]
    [InlineData("delay: [", LinkProfileErrorCodes.Syntax, "README")]
    [InlineData("delay: 1 ms\ndelay: 2 ms", LinkProfileErrorCodes.Syntax, "README")]
    public void Each_mistake_has_its_code_and_a_remedy(string text, string code, string remedy)
    {
        var reading = LinkProfileFile.Parse(Head + text, "x.yaml", name => name == "t" ? "1\n" : throw new FileNotFoundException(name));
        Assert.Null(reading.Profile);
        var error = Assert.Single(reading.Errors);
        Assert.Equal(code, error.Code);
        Assert.Contains(remedy, error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_shown_as_compilers_show_them_and_all_at_once()
    {
        var reading = LinkProfileFile.Parse("title: t\ndely: 3 ms\nrate: fast\n", "a/x.yaml", _ => "");
        Assert.Equal(
            """
            a/x.yaml:2:1: error PB2003: unknown key 'dely'
             2 | dely: 3 ms
               | ^^^^
              help: did you mean 'delay'?

            a/x.yaml:3:7: error PB2005: 'fast' cannot be read
             3 | rate: fast
               |       ^^^^
              help: write it like `750 kbit/s`, `10 Mbit/s` or `1 Gbit/s`

            a/x.yaml:1:1: error PB2007: 'source' is missing
             1 | title: t
               | ^
              help: add `source: ...`: readers of a report see it beside the figures

            """,
            reading.RenderErrors());
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_shipped_profile_is_valid(string name)
    {
        var reading = LinkProfileCatalog.Load(name);
        Assert.Equal("", reading.RenderErrors());
        Assert.Equal(name, reading.Profile!.Name);
        Assert.NotEmpty(reading.Profile.Source);
    }

    [Fact]
    public void The_promised_profiles_are_shipped()
    {
        string[] promised =
        [
            "loopback", "lan", "metro", "wan-40ms", "transatlantic", "wifi", "4g", "3g", "satellite-geo", "satellite-leo",
            "lossy-1", "lossy-2-burst", "bufferbloat",
        ];
        Assert.Empty(promised.Except(LinkProfileCatalog.Names));
    }

    [Fact]
    public void Every_error_code_is_explained_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(LinkProfileCatalog.Folder!, "README.md"));
        Assert.All(LinkProfileErrorCodes.All, code => Assert.Contains($"| {code.Key} | {code.Value} |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_profile_names_the_known_ones()
    {
        var error = Assert.Single(LinkProfileCatalog.Load("wan-40m").Errors);
        Assert.Equal((LinkProfileErrorCodes.UnknownProfile, "did you mean 'wan-40ms'?"), (error.Code, error.Hint));
    }

    private static LinkProfile Read(string text)
    {
        var reading = LinkProfileFile.Parse(Head + text, "x.yaml", _ => throw new IOException("no trace"));
        Assert.Equal("", reading.RenderErrors());
        return reading.Profile!;
    }
}
