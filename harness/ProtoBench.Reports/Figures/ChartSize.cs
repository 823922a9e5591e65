namespace ProtoBench.Reports.Figures;

/// <summary>How large charts are drawn. Text is always 12 units high, so a chart is drawn at the width at which it will stand.</summary>
/// <param name="Width">In drawing units, one a CSS pixel at natural size.</param>
/// <param name="Height">Of charts whose height does not follow from their rows.</param>
internal sealed record ChartSize(double Width, double Height)
{
    /// <summary>Two in a row.</summary>
    public static ChartSize Usual { get; } = new(516, 300);

    /// <summary>Three in a row, for small multiples.</summary>
    public static ChartSize Small { get; } = new(340, 250);

    /// <summary>Small multiples stand in threes; two or four stand in pairs, which leaves no chart alone in its row.</summary>
    public static ChartSize For(int charts) => charts is <= 2 or 4 ? Usual : Small;
}
