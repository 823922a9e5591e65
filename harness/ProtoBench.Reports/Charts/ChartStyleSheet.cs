using System.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>
/// The colours and strokes of charts as CSS. Series take the text colour of their class, so one rule per arm colours everything it has.
/// </summary>
internal static class ChartStyleSheet
{
    /// <summary>Background of the page and of standalone files on light paper.</summary>
    public const string LightPaper = "#ffffff";

    /// <summary>Background of the page in the dark.</summary>
    public const string DarkPaper = "#14171c";

    /// <summary>Shapes and strokes; needs the variables <c>--ink --soft --grid --paper</c>.</summary>
    public const string Shapes = """
        .chart text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
        .chart .name{fill:var(--ink)}
        .chart .head{fill:var(--ink);font-weight:600}
        .chart .grid{stroke:var(--grid);stroke-width:1;fill:none}
        .chart .axis{stroke:var(--soft);stroke-width:1;fill:none}
        .chart .line{stroke:currentColor;stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
        .chart .faint{stroke:currentColor;stroke-width:1;fill:none;opacity:.38}
        .chart .whisker{stroke:currentColor;stroke-width:1.5;fill:none}
        .chart .over{stroke:var(--ink);stroke-width:1.5;fill:none}
        .chart .bar{fill:currentColor;opacity:.82}
        .chart .band{fill:currentColor;opacity:.1}
        .chart .h0,.chart .h1,.chart .h2,.chart .h3,.chart .h4{fill:currentColor;shape-rendering:crispEdges}
        .chart .h0{opacity:.16}.chart .h1{opacity:.32}.chart .h2{opacity:.5}.chart .h3{opacity:.72}
        .chart .shade{fill:var(--grid);opacity:.6}
        .chart .dot{fill:currentColor;stroke:var(--paper);stroke-width:1}
        .chart .hollow{fill:var(--paper);stroke:currentColor;stroke-width:1.75}
        .chart .end{fill:currentColor;font-weight:600}
        .chart .lead{stroke:currentColor;stroke-width:1;fill:none;opacity:.55}
        .chart .rule{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3;fill:none}

        """;

    /// <summary>The arms' colours on light or dark paper.</summary>
    public static string Colours(bool dark)
    {
        var css = new StringBuilder();
        for (var i = 0; i < Palette.Colours.Count; i++)
        {
            css.Append(".a").Append(i).Append("{color:").Append(dark ? Palette.Colours[i].Dark : Palette.Colours[i].Light).Append("}\n");
        }

        return css.ToString();
    }

    /// <summary>Everything a file of its own needs, with literal colours.</summary>
    public static string Standalone() => (Shapes + Colours(dark: false))
        .Replace("var(--ink)", ChartTheme.Light.Ink, StringComparison.Ordinal)
        .Replace("var(--soft)", ChartTheme.Light.Soft, StringComparison.Ordinal)
        .Replace("var(--grid)", ChartTheme.Light.Grid, StringComparison.Ordinal)
        .Replace("var(--paper)", LightPaper, StringComparison.Ordinal);
}
