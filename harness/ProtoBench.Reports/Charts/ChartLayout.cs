namespace ProtoBench.Reports.Charts;

/// <summary>
/// Where everything of a chart is, in drawing units. Computed once and drawn by every renderer, so that the page and a picture of it agree.
/// </summary>
internal sealed record ChartLayout : IPlotArea
{
    /// <summary>How far beyond the plot marks are drawn before they are cut off: a marker at the very edge keeps its outline.</summary>
    public const double Overhang = 6;

    /// <summary>Widest a category's name may become before it is shortened.</summary>
    public const double WidestCategory = 132;

    /// <summary>From the x axis down to the baseline of its tick labels.</summary>
    public const double TickBaseline = 16;

    /// <summary>Between the y axis and the ends of its tick labels.</summary>
    public const double TickGap = 8;

    private const double TitleHeight = 26;
    private const double AxisHeight = 42;
    private const double EmptyHeight = 96;

    public required Chart Chart { get; init; }

    /// <summary>Of the whole drawing; its width is the chart's.</summary>
    public required double Height { get; init; }

    /// <summary>The chart's title stands on the drawing itself.</summary>
    public required bool Titled { get; init; }

    public double Left { get; private init; }

    public double Top { get; private init; }

    public double Right { get; private init; }

    public double Bottom { get; private init; }

    /// <summary>Lines have their names at their ends; else they are in a legend under the chart.</summary>
    public bool EndLabels { get; private init; }

    public double PlotWidth => Right - Left;

    public double PlotHeight => Bottom - Top;

    /// <summary>Where the first row of the legend stands.</summary>
    public double LegendTop => Bottom + AxisHeight + 10;

    public IReadOnlyList<Tick> XTicks { get; private init; } = [];

    /// <summary>Of numbers; categories are in <see cref="BandScale.Categories"/>.</summary>
    public IReadOnlyList<Tick> YTicks { get; private init; } = [];

    /// <param name="chart">What is drawn. Where it is empty there is no plot, only a sentence.</param>
    /// <param name="titled">Leave room for its title.</param>
    public static ChartLayout Of(Chart chart, bool titled)
    {
        var head = titled ? TitleHeight : 0;
        if (chart.IsEmpty)
        {
            return new ChartLayout { Chart = chart, Height = EmptyHeight + head, Titled = titled };
        }

        var top = head + (chart.Y.Title.Length > 0 ? 28 : 8);
        var available = head + chart.Height - top - AxisHeight;
        var endLabels = LineLabels.FitAtEnds(chart, available);
        var bottom = head + chart.Height - AxisHeight - (endLabels ? 0 : LineLabels.LegendHeight(chart) + 4);
        var yTicks = chart.Y.Scale is BandScale ? [] : chart.Y.Scale.Ticks(Math.Max(3, (int)((bottom - top) / 32)), chart.Y.Quantity);
        var left = LabelWidth(chart, yTicks) + 14;
        var words = chart.Marks.OfType<BarMark>().Select(bar => TextWidth.Of(bar.Text) + 14).DefaultIfEmpty(0).Max();
        var margin = Math.Max(words, (endLabels ? LineLabels.EndWidth(chart) : 0) + 18);
        var (right, xTicks) = Narrow(chart, left, chart.Width - margin);
        return new ChartLayout
        {
            Chart = chart,
            Height = chart.Height + head,
            Titled = titled,
            Left = left,
            Top = top,
            Right = right,
            Bottom = bottom,
            XTicks = xTicks,
            YTicks = yTicks,
            EndLabels = endLabels,
        };
    }

    public double X(double value) => Left + (Chart.X.Scale.Fraction(value) * PlotWidth);

    public double Y(double value) => Chart.Y.Scale is BandScale
        ? Top + (Chart.Y.Scale.Fraction(value) * PlotHeight)
        : Bottom - (Chart.Y.Scale.Fraction(value) * PlotHeight);

    /// <summary>
    /// The titles of the drawing and of its axes. The y title stands above the axis, upright, where it cannot meet a tick.
    /// </summary>
    public IEnumerable<PlacedText> Titles()
    {
        if (Titled)
        {
            yield return new PlacedText(TextWidth.Shorten(Chart.Title, (Chart.Width - 4) / TextWidth.Bold), 2, 16, TextRole.Head);
        }

        if (Chart.IsEmpty)
        {
            yield break;
        }

        if (Chart.X.Title.Length > 0)
        {
            yield return new PlacedText(Chart.X.Title, Left, Bottom + 34);
        }

        if (Chart.Y.Title.Length > 0)
        {
            yield return new PlacedText(TextWidth.Shorten(Chart.Y.Title, Chart.Width - 4), 2, Top - 12);
        }
    }

    /// <summary>The names of rows, shortened where they are too long.</summary>
    public IEnumerable<(int Row, PlacedText Name)> Categories(BandScale rows) => rows.Categories.Select((name, row) =>
        (row, new PlacedText(TextWidth.Shorten(name, WidestCategory), Left - TickGap - 2, Y(row) + 4, TextRole.Name, EndsAtX: true)));

    /// <summary>The sentence of an empty chart in lines: an empty frame would look like a fault of the report.</summary>
    public IEnumerable<PlacedText> Sentence()
    {
        var (line, y) = ("", 48.0);
        foreach (var word in Chart.EmptyText.Split(' '))
        {
            if (line.Length > 0 && TextWidth.Of($"{line} {word}") > Chart.Width - 24)
            {
                yield return new PlacedText(line, 12, y);
                (line, y) = (word, y + 17);
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return new PlacedText(line, 12, y);
    }

    // A label is centred under its tick; its right half must not run over the edge of the drawing.
    private static (double Right, IReadOnlyList<Tick> Ticks) Narrow(Chart chart, double left, double right)
    {
        var ticks = XTicksOf(chart, right - left);
        var narrowed = right;
        foreach (var tick in ticks)
        {
            var (fraction, half) = (chart.X.Scale.Fraction(tick.Value), TextWidth.Of(tick.Label) / 2);
            if (fraction > 0)
            {
                narrowed = Math.Min(narrowed, left + ((chart.Width - half - left) / fraction));
            }
        }

        return narrowed < right ? (narrowed, XTicksOf(chart, narrowed - left)) : (right, ticks);
    }

    // Room that the labels left of the plot need.
    private static double LabelWidth(Chart chart, IReadOnlyList<Tick> yTicks) => chart.Y.Scale is BandScale rows
        ? Math.Min(WidestCategory, rows.Categories.Select(name => TextWidth.Of(name)).DefaultIfEmpty(0).Max())
        : yTicks.Select(tick => TextWidth.Of(tick.Label)).DefaultIfEmpty(0).Max();

    private static IReadOnlyList<Tick> XTicksOf(Chart chart, double width) =>
        chart.X.Scale.Ticks(Math.Max(2, (int)(width / 56)), chart.X.Quantity);
}
