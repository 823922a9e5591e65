using ProtoBench.Links.Native;
using ProtoBench.Links.Netem;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Netem;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class NetemPlanTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(40);

    public static TheoryData<string, DirectionProfile, string> Served => new()
    {
        { "nothing", new(), "netem limit 1000000" },
        { "delay", new() { Delay = TimeSpan.FromMicroseconds(12_500.5) }, "netem limit 1000000 delay 12500.5us" },
        {
            "uniform jitter",
            new() { Delay = TimeSpan.FromMilliseconds(20), Reorder = true, Jitter = new(JitterLaw.Uniform, TimeSpan.FromMilliseconds(5)) },
            "netem limit 1000000 delay 20000us 5000us"
        },
        {
            "normal jitter",
            new() { Delay = TimeSpan.FromMilliseconds(20), Reorder = true, Jitter = new(JitterLaw.Normal, TimeSpan.FromMilliseconds(2)) },
            "netem limit 1000000 delay 20000us 2000us distribution normal"
        },
        { "independent loss", new() { Loss = new IndependentLoss(0.015) }, "netem limit 1000000 loss random 1.5%" },
        { "burst loss", new() { Loss = new BurstLoss(0.005, 0.25, 0.001, 0.9) }, "netem limit 1000000 loss gemodel 0.5% 25% 90% 0.1%" },
        { "copies", new() { Duplicate = 0.02 }, "netem limit 1000000 duplicate 2%" },
    };

    [Theory]
    [MemberData(nameof(Served))]
    public void Netem_is_told_what_the_profile_says(string name, DirectionProfile direction, string expected)
    {
        Assert.Empty(NetemPlan.Refusals(Profile(direction)));
        Assert.Equal(
            [$"qdisc add dev {name.Length} root handle 1: {expected}"], NetemPlan.Commands(direction, RoundTrip, $"{name.Length}"));
    }

    [Fact]
    public void A_rate_is_a_token_bucket_behind_netem_that_counts_ip_bytes()
    {
        var direction =
            new DirectionProfile { BitsPerSecond = 1e8, OverheadBytes = 38, Queue = new QueueLimit(2, QueueUnit.BandwidthDelayProducts) };
        Assert.Equal(
            [
                "qdisc add dev d root handle 1: stab overhead 24 netem limit 1000000",
                "qdisc add dev d parent 1:1 handle 2: tbf rate 100000000bit burst 12500 limit 1000000",
            ],
            NetemPlan.Commands(direction, RoundTrip, "d"));
    }

    [Fact]
    public void A_queue_counted_in_packets_is_one_of_packets()
    {
        var direction = new DirectionProfile { BitsPerSecond = 1e6, Queue = new QueueLimit(25, QueueUnit.Packets) };
        Assert.Equal(
            [
                "qdisc add dev d root handle 1: stab overhead -14 netem limit 1000000",
                "qdisc add dev d parent 1:1 handle 2: tbf rate 1000000bit burst 3000 limit 37500",
                "qdisc add dev d parent 2:1 handle 3: pfifo limit 25",
            ],
            NetemPlan.Commands(direction, RoundTrip, "d"));
    }

    public static TheoryData<DirectionProfile, string> Refused => new()
    {
        { new() { Delay = RoundTrip, Jitter = new(JitterLaw.Uniform, TimeSpan.FromMilliseconds(5)) }, "overtake" },
        { new() { Delay = RoundTrip, Reorder = true, Jitter = new(JitterLaw.Pareto, TimeSpan.FromMilliseconds(5)) }, "pareto" },
        { new() { Loss = new ListedLoss([1, 2]) }, "list of packets" },
        { new() { Corrupt = 0.01 }, "inverts bits" },
        { new() { Trace = new RateTrace([1, 2]) }, "as recorded" },
        { new() { Blackouts = [new(TimeSpan.Zero, TimeSpan.FromSeconds(1))] }, "no blackouts" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_netem_cannot_do_is_refused_with_a_sentence(DirectionProfile direction, string word)
    {
        Assert.Contains(word, Assert.Single(NetemPlan.Refusals(Profile(direction))), StringComparison.Ordinal);
        var error = Assert.Throws<LinkUnavailableException>(() => NetemRefusal.ThrowIfAny(Profile(direction), new LinkOptions()));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains("backend: automatic", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_is_refused_because_netem_gives_no_reasons()
    {
        var error = Assert.Throws<LinkUnavailableException>(
            () => NetemRefusal.ThrowIfAny(Profile(new()), new LinkOptions { Capture = "a.pcapng" }));
        Assert.Contains("nothing to record", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_asks_netem_for_too_much_is_wrong_where_it_asks()
    {
        const string text = """
            title: t
            source: s
            backend: netem
            delay: 10 ms
            corrupt: 1 %
            """;
        var error = Assert.Single(LinkProfileFile.Parse(text, "a.yaml", _ => "").Errors);
        Assert.Equal((3, LinkProfileErrorCodes.NoEffect), (error.Line, error.Code));
        Assert.Contains("netem cannot serve this profile", error.Message, StringComparison.Ordinal);
    }

    // Printed by iproute2 6.1 for a device with netem and a token bucket.
    private const string Printed = """
        [{"kind":"netem","handle":"1:","root":true,"refcnt":2,"options":{"limit":1000000,"ecn":false,"gap":0},"bytes":9100,"packets":91,"drops":9,
        "overlimits":0,"requeues":0,"backlog":100,"qlen":1},{"kind":"tbf","handle":"2:","parent":"1:1","options":{"rate":1250000},"bytes":9000,
        "packets":90,"drops":4,"overlimits":17,"requeues":0,"backlog":0,"qlen":0}]
        """;

    [Fact]
    public void Counters_are_read_by_the_kind_of_queue()
    {
        Assert.Equal(new QueueCounters(91, 9100, 9, 1), QueueCounters.Read(Printed, "netem"));
        Assert.Equal(new QueueCounters(90, 9000, 4, 0), QueueCounters.Read(Printed, "tbf"));
        Assert.Equal(default, QueueCounters.Read(Printed, "ingress"));
    }

    private static LinkProfile Profile(DirectionProfile up) => new() { Name = "p", Title = "t", Source = "s", Up = up };
}
