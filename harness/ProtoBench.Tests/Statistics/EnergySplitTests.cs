using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class EnergySplitTests
{
    [Fact]
    public void Two_levels_are_split_between_them_with_the_distance_of_the_formula()
    {
        // 4·4/8 · (2·16·10/16 − 0 − 0), by hand.
        var (index, q) = new EnergySplit([0, 0, 0, 0, 10, 10, 10, 10], 3).Best();

        Assert.Equal(4, index);
        Assert.Equal(40, q);
    }

    [Fact]
    public void Distances_within_the_sides_count_against_a_split()
    {
        // Left 0, 2, 4: within 2 + 4 + 2 = 8. Right 10, 12, 14: within 8. Between: nine distances of 10 on average. 9/6 · (2·90/9 − 2·8/6 −
        // 2·8/6).
        var (index, q) = new EnergySplit([0, 2, 4, 10, 12, 14], 3).Best();

        Assert.Equal(3, index);
        Assert.Equal(1.5 * (20 - (16.0 / 6) - (16.0 / 6)), q, 1e-12);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(60)]
    public void The_best_split_is_the_one_that_the_formula_written_out_finds(int length)
    {
        var random = new SeededRandom((ulong)length);
        for (var repetition = 0; repetition < 50; repetition++)
        {
            var values = Enumerable.Range(0, length).Select(_ => (double)random.Next(1_000_000)).ToArray();
            var expected =
                Enumerable.Range(3, length - 5).Select(index => (Index: index, Q: WrittenOut(values, index))).MaxBy(split => split.Q);

            var (index, q) = new EnergySplit(values, 3).Best();

            Assert.Equal(expected.Index, index);
            Assert.Equal(expected.Q, q, Math.Abs(expected.Q) * 1e-9);
        }
    }

    [Fact]
    public void Shuffling_keeps_the_values_and_their_distances()
    {
        var random = new SeededRandom(7);
        var split = new EnergySplit([1, 2, 3, 4, 100, 101, 102, 103], 3);
        var (_, best) = split.Best();
        var reached = 0;
        for (var i = 0; i < 2_000; i++)
        {
            split.Shuffle(random.Next);
            reached += split.Reaches(best) ? 1 : 0;
        }

        // Only the two orders of the two levels reach it: 2 in C(8, 4) = 70, so 57 of 2,000 with a standard deviation of 7.5.
        Assert.InRange(reached, 30, 85);
    }

    [Fact]
    public void A_series_without_room_for_two_sides_has_no_split() => Assert.Equal(-1, new EnergySplit([1, 2, 3, 4, 5], 3).Best().Index);

    private static double WrittenOut(double[] values, int index)
    {
        var (left, right) = (values[..index], values[index..]);
        double Mean(double[] side) => side.SelectMany((x, i) => side.Skip(i + 1).Select(y => Math.Abs(x - y))).Average();
        var between = left.SelectMany(x => right.Select(y => Math.Abs(x - y))).Average();
        return left.Length * right.Length / (double)values.Length * ((2 * between) - Mean(left) - Mean(right));
    }
}
