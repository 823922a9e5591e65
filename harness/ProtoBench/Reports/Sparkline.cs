namespace ProtoBench.Reports;

/// <summary>Small pictures made of characters.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>One block per value, from 0 to <paramref name="highest"/>; a blank for nothing, the lowest block for anything more.</summary>
    public static string Of(IEnumerable<double> values, double highest) => string.Concat(values.Select(value => Block(value, highest)));

    private static char Block(double value, double highest) => value <= 0 || highest <= 0
        ? ' '
        : Blocks[(int)Math.Clamp(Math.Ceiling(value / highest * Blocks.Length) - 1, 0, Blocks.Length - 1)];
}
