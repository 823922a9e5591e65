using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Text;

/// <summary>
/// The one chart that Markdown shows: GitHub and GitLab take no inline drawing, but they do take a picture that lies beside the text.
/// </summary>
/// <param name="Folder">Where it is, seen from the Markdown file.</param>
/// <param name="Name">Its name without ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Width">In CSS pixels; the file has twice as many.</param>
internal sealed record SummaryPicture(string Folder, string Name, string Title, double Width)
{
    /// <summary>The first answer's chart: median and tail where there are latencies, else the rate. Null without charts.</summary>
    public static SummaryPicture? Of(IReadOnlyList<Chart> charts, string folder)
    {
        var index = Find(charts, QuantileCharts.IdEnding) ?? Find(charts, RateCharts.IdEnding) ?? 0;
        return charts.Count == 0
            ? null
            : new SummaryPicture(folder, ChartFileNames.Of(charts)[index], charts[index].Title, charts[index].Width);
    }

    /// <summary>As HTML in Markdown: on light or on dark paper, whichever the reader has, at the size it is drawn for.</summary>
    public void Write(TextWriter output)
    {
        var html = new MarkupWriter(output);
        using (html.Open("picture"))
        {
            html.Empty("source", ("media", "(prefers-color-scheme: dark)"), ("srcset", $"{Folder}/{PictureNames.Dark(Name)}"));
            html.Empty(
                "img", ("src", $"{Folder}/{PictureNames.Light(Name)}"), (
                    "width", MarkupWriter.Coordinate(Width)), ("alt", Title.ReplaceLineEndings(" ")));
        }

        output.Write('\n');
    }

    private static int? Find(IReadOnlyList<Chart> charts, string ending)
    {
        for (var i = 0; i < charts.Count; i++)
        {
            if (charts[i].Id.EndsWith(ending, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return null;
    }
}
