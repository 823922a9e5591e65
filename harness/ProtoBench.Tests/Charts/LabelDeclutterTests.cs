using ProtoBench.Model.Randomness;
using ProtoBench.Reports.Charts;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class LabelDeclutterTests
{
    [Fact]
    public void Labels_that_do_not_collide_stay_where_they_want_to_be() =>
        Assert.Equal([50, 10, 100], LabelDeclutter.Arrange([50, 10, 100], 14, 0, 200));

    [Fact]
    public void Labels_that_collide_share_the_distance_evenly() => Assert.Equal([43, 57], LabelDeclutter.Arrange([50, 50], 14, 0, 200));

    [Fact]
    public void No_label_leaves_the_axis() => Assert.Equal([172, 186, 200], LabelDeclutter.Arrange([199, 200, 200], 14, 0, 200));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Labels_never_overlap_and_keep_their_order(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        var wishes = Enumerable.Range(0, 12).Select(_ => 200 * random.NextPositive()).ToList();
        var placed = LabelDeclutter.Arrange(wishes, 14, 0, 200);
        var ordered = wishes.Zip(placed).OrderBy(pair => pair.First).Select(pair => pair.Second).ToList();
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 14 - 1e-9));
        Assert.All(ordered, position => Assert.InRange(position, -1e-9, 200 + 1e-9));
    }
}
