namespace ProtoBench.Reports.Charts;

/// <summary>Small pictures made of block characters, for terminals and Markdown.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// One block per value, from 0 to <paramref name="highest"/>; a blank for nothing, the lowest block for anything more.
    /// </summary>
    public static string Of(IEnumerable<double> values, double highest) => string.Concat(values.Select(value => Block(value, highest)));

    /// <summary>The newest values of a series, from its smallest to its largest; all equal ones are drawn in the middle.</summary>
    /// <param name="values">The series, oldest first.</param>
    /// <param name="width">How many are shown at most.</param>
    public static string OfNewest(IReadOnlyList<double> values, int width)
    {
        var shown = values.Skip(Math.Max(0, values.Count - width)).ToArray();
        if (shown.Length == 0)
        {
            return "";
        }

        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(value =>
            high > low ? Blocks[(int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1))] : Blocks[Blocks.Length / 2]));
    }

    private static char Block(double value, double highest) => value <= 0 || highest <= 0
        ? ' '
        : Blocks[(int)Math.Clamp(Math.Ceiling(value / highest * Blocks.Length) - 1, 0, Blocks.Length - 1)];
}
