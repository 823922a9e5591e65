namespace ProtoBench.Reports.Charts;

/// <summary>
/// Moves labels in a column apart so that none overlap, each as near to its wish as the others allow: neighbours that collide become a
/// block whose middle is the mean of its members' wishes, until no blocks collide.
/// </summary>
internal static class LabelDeclutter
{
    /// <param name="wishes">Wanted positions, in any order.</param>
    /// <param name="gap">Least distance between two labels.</param>
    /// <param name="lowest">Least position allowed.</param>
    /// <param name="highest">Greatest position allowed; ignored when the labels do not fit.</param>
    /// <returns>Positions in the order of <paramref name="wishes"/>.</returns>
    public static double[] Arrange(IReadOnlyList<double> wishes, double gap, double lowest, double highest)
    {
        var order = Enumerable.Range(0, wishes.Count).OrderBy(index => wishes[index]).ThenBy(index => index).ToArray();
        var blocks = new List<Block>();
        foreach (var index in order)
        {
            blocks.Add(new Block(wishes[index], 1));
            while (blocks.Count > 1 && Collide(blocks[^2], blocks[^1], gap, lowest, highest))
            {
                var (upper, lower) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                var count = upper.Count + lower.Count;
                blocks.Add(new Block(((upper.Middle * upper.Count) + (lower.Middle * lower.Count)) / count, count));
            }
        }

        return Place(blocks, order, gap, lowest, highest);
    }

    private static double[] Place(List<Block> blocks, int[] order, double gap, double lowest, double highest)
    {
        var positions = new double[order.Length];
        var next = 0;
        foreach (var block in blocks)
        {
            var first = First(block, gap, lowest, highest);
            for (var i = 0; i < block.Count; i++)
            {
                positions[order[next++]] = first + (i * gap);
            }
        }

        return positions;
    }

    private static bool Collide(Block upper, Block lower, double gap, double lowest, double highest) =>
        First(upper, gap, lowest, highest) + (upper.Count * gap) > First(lower, gap, lowest, highest) + 1e-9;

    private static double First(Block block, double gap, double lowest, double highest)
    {
        var half = (block.Count - 1) * gap / 2;
        return Math.Max(lowest, Math.Min(block.Middle - half, highest - (2 * half)));
    }

    private readonly record struct Block(double Middle, int Count);
}
