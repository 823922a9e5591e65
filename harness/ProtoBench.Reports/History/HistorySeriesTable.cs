using ProtoBench.Analysis.History;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Html;

namespace ProtoBench.Reports.History;

/// <summary>Every series of a history as a row of a page's table.</summary>
internal static class HistorySeriesTable
{
    private const int SparklineWidth = 30;

    public static void Write(MarkupWriter html, HistoryReport report)
    {
        using (HtmlTable.Scroll(html, "All series"))
        using (html.Open("table", ("class", "plain")))
        {
            HtmlTable.Headings(html, "cell", "figure", "runs", "level", $"newest {SparklineWidth} runs", "finding", "environment");
            using (html.Open("tbody"))
            {
                foreach (var series in report.Series)
                {
                    using (html.Open("tr"))
                    {
                        html.Element("th", series.Cell, ("scope", "row"));
                        html.Element("td", series.Metric.Key, ("class", "text"));
                        html.Element("td", $"{series.Points.Count}");
                        html.Element("td", NumberText.Of(series.Level, series.Metric.Quantity));
                        var shape = Sparkline.OfNewest([.. series.Points.Select(point => point.Value)], SparklineWidth);
                        html.Element("td", shape, ("class", "text"));
                        html.Element("td", SeriesText.Short(series), ("class", "text wrap"));
                        html.Element("td", series.Fingerprint, ("class", "text"));
                    }

                    html.Line();
                }
            }
        }
    }
}
