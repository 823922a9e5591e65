namespace ProtoBench.History;

/// <summary>A series as a row of block characters, from its smallest value to its largest.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The newest values, at most <paramref name="width"/>; all equal ones are drawn in the middle.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
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
}
