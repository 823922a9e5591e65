using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Every exact count here comes from a replay of the seed by a separate Python program, not from this code.</summary>
public sealed class LossProcessTests
{
    [Theory]
    [InlineData(1UL, LinkDirection.Up, 1060)]
    [InlineData(1UL, LinkDirection.Down, 1014)]
    [InlineData(2UL, LinkDirection.Up, 978)]
    [InlineData(42UL, LinkDirection.Down, 983)]
    public void Independent_loss_drops_exactly_what_a_replay_of_the_seed_drops(ulong seed, LinkDirection direction, int expected) =>
        Assert.Equal(expected, Fates(new IndependentLoss(0.01), seed, direction, 100_000).Count(fate => fate == PacketFate.Lost));

    [Fact]
    public void The_first_lost_packets_are_those_of_the_replay() =>
        Assert.Equal([243, 328, 419, 844, 857], Lost(Fates(new IndependentLoss(0.01), 1, LinkDirection.Up, 1000)));

    [Theory]
    [InlineData(1UL, LinkDirection.Up, 1867, 481)]
    [InlineData(1UL, LinkDirection.Down, 1880, 462)]
    [InlineData(2UL, LinkDirection.Up, 2049, 493)]
    [InlineData(42UL, LinkDirection.Up, 2030, 528)]
    public void Burst_loss_drops_exactly_what_a_replay_of_the_seed_drops(
        ulong seed, LinkDirection direction, int expected, int expectedBursts)
    {
        var lost = Lost(Fates(new BurstLoss(0.0051, 0.25), seed, direction, 100_000));
        Assert.Equal(expected, lost.Count);
        Assert.Equal(expectedBursts, lost.Where((packet, i) => i == 0 || lost[i - 1] != packet - 1).Count());
    }

    [Fact]
    public void The_mean_burst_of_a_million_packets_is_within_five_percent()
    {
        var lost = Lost(Fates(new BurstLoss(0.0051, 0.25), 5, LinkDirection.Up, 1_000_000));
        var bursts = lost.Where((packet, i) => i == 0 || lost[i - 1] != packet - 1).Count();
        Assert.InRange((double)lost.Count / bursts, 3.8, 4.2);
    }

    [Fact]
    public void The_good_state_may_lose_and_the_bad_state_may_deliver()
    {
        var profile = new BurstLoss(0.05, 0.2, GoodLoss: 0.01, BadLoss: 0.5);
        var fates = Fates(profile, 9, LinkDirection.Up, 500_000);
        var lost = fates.Count(fate => fate != PacketFate.Delivered) / 500_000.0;
        Assert.Contains(PacketFate.Lost, fates);
        Assert.Contains(PacketFate.LostInBurst, fates);
        Assert.Equal(0.8 * 0.01 + 0.2 * 0.5, profile.MeanLoss, 12);
        Assert.InRange(lost, profile.MeanLoss - 0.005, profile.MeanLoss + 0.005);
    }

    [Fact]
    public void A_drop_list_drops_exactly_the_listed_packets_in_any_order() =>
        Assert.Equal([0, 3, 4], Lost(Fates(new ListedLoss([5, 1, 4, 4]), 1, LinkDirection.Up, 10)));

    [Fact]
    public void Directions_lose_different_packets() =>
        Assert.NotEqual(
            Lost(Fates(new IndependentLoss(0.01), 1, LinkDirection.Up, 10_000)), Lost(
                Fates(new IndependentLoss(0.01), 1, LinkDirection.Down, 10_000)));

    private static List<PacketFate> Fates(LossProfile profile, ulong seed, LinkDirection direction, int count)
    {
        var process = new LossProcess(profile, seed, direction);
        return [.. Enumerable.Range(0, count).Select(_ => process.Next())];
    }

    private static List<int> Lost(List<PacketFate> fates) =>
        [.. Enumerable.Range(0, fates.Count).Where(i => fates[i] != PacketFate.Delivered)];
}
