using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>The heat maps: who is best where, by how much, and where that cannot be said.</summary>
internal static class HtmlOverview
{
    private const string HowToRead =
        "Each figure stands above its 95 % interval over trials and its ratio to the best of the column; the stronger the tint, the "
            + "further behind. "
            + "Solid outline: the best. Dashed and undecided: at 95 % the trials show no difference from the best, because there is "
                + "little or because "
            + "they differ too much among themselves. Too noisy to rank: the interval spans more than a factor of three. "
            + "Throughput at an offered rate is that rate, so nobody is best in it.";

    /// <summary>Tables of more steps than this are folded away.</summary>
    private const int MostSteps = 2;

    public static void Write(ReportPage page)
    {
        var html = page.Html;
        html.Element("p", HowToRead, ("class", "how"));
        foreach (var family in page.Families)
        {
            using (html.Open("div", ("class", "part"), page.Of(family)))
            {
                html.Element("h3", family.Title);
                html.Element("p", $"{family.Description}; over {string.Join(", ", family.Links)}.", ("class", "sub"));
                Family(page, family);
            }
        }
    }

    private static void Family(ReportPage page, WorkloadFamily family)
    {
        var steps = OverviewTable.Of(family);
        var shown = steps.Count > MostSteps ? 1 : steps.Count;
        foreach (var table in steps.Take(shown).SelectMany(step => step))
        {
            Table(page, family, table);
        }

        if (shown < steps.Count)
        {
            using (page.Html.Open("details", ("class", "fold")))
            {
                page.Html.Element("summary", $"The other {steps.Count - shown} of {steps.Count}");
                foreach (var table in steps.Skip(shown).SelectMany(step => step))
                {
                    Table(page, family, table);
                }
            }
        }
    }

    private static void Table(ReportPage page, WorkloadFamily family, OverviewTable table)
    {
        var html = page.Html;
        using (page.Scroll($"{family.Title}: {table.Caption}", page.Of(table.Metric)))
        using (html.Open("table", ("class", "matrix")))
        {
            html.Element("caption", table.Caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Element("th", "arm", ("scope", "col"), ("class", "text"));
                foreach (var column in table.Columns)
                {
                    html.Element("th", column.Title, ("scope", "col"), page.OfLink(column.Panel.Workload.Link));
                }
            }

            using (html.Open("tbody"))
            {
                for (var row = 0; row < table.Columns[0].Panel.Load.Cells.Count; row++)
                {
                    Row(page, table, row);
                }
            }
        }

        html.Line();
    }

    private static void Row(ReportPage page, OverviewTable table, int row)
    {
        var arm = table.Columns[0].Panel.Load.Cells[row].Arm;
        using (page.Html.Open("tr", page.OfArm(arm)))
        {
            page.ArmHeading(arm);
            foreach (var column in table.Columns)
            {
                Cell(page, column, column.Panel.Load.Cells[row]);
            }
        }

        page.Html.Line();
    }

    private static void Cell(ReportPage page, OverviewTable.Column column, CellSummary cell)
    {
        var html = page.Html;
        var link = page.OfLink(column.Panel.Workload.Link);
        if (column.Ranking.Of(cell) is not { } arm)
        {
            var text = cell.State is not CellState.Measured ? CellText.Short(cell)
                : column.Ranking.Metric.SamplesNeeded is > 0 and var samples ? $"n/a: needs {NumberText.Whole(samples)} samples"
                : cell.Figures[column.Ranking.Metric.Key] is { Withheld: { } why } ? $"n/a: {why}"
                : cell.Figures[column.Ranking.Metric.Key].Text;
            html.Element("td", text, ("class", "off-here"), ("title", cell.Reason.Length > 0 ? cell.Reason : null), link);
            return;
        }

        var outline = !arm.AmongBest || !column.Ranking.IsDecidable ? "" : arm.IsBest ? " best" : " equal";
        using (html.Open("td", ("class", $"h{Level(arm)}{outline}"), link))
        {
            html.Element("span", arm.Figure.Text, ("class", "num"));
            html.Element("span", arm.Figure.IntervalText, ("class", "ci"));
            html.Element("span", Ratio(arm, column.Ranking), ("class", "ratio"));
            if (cell.MissedRate)
            {
                html.Element("span", $"at {cell[Metrics.Throughput]!.Text} only", ("class", "missed"));
            }
        }
    }

    private static string Ratio(RankedArm arm, Ranking ranking) => arm switch
    {
        _ when ranking.IsGiven => $"of {LoadText.Rate(arm.Cell.Cell.Load)} offered",
        { Figure.IsTooNoisy: true } => "too noisy to rank",
        { IsBest: true } when ranking.Arms.Count == 1 => "alone",
        { IsBest: true } => ranking.IsDecidable ? "best" : "best seen",
        { AmongBest: true } => $"{NumberText.Of(arm.Ratio, Quantity.Factor)}, undecided",
        _ => NumberText.Of(arm.Ratio, Quantity.Factor),
    };

    // Two shades for every factor of two and a half or so; from eleven times on all are equally dark.
    public static int Level(RankedArm arm) => (int)Math.Clamp(Math.Ceiling((1.6 * Math.Log2(arm.Worse)) - 0.1), 0, 6);
}
