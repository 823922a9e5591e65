using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>A cell's trials, folded under its row: what each measured, and why some do not count.</summary>
internal static class HtmlTrials
{
    /// <param name="page">The page.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="metrics">Figures of the table it stands in.</param>
    /// <param name="columns">Columns of that table.</param>
    public static void Write(ReportPage page, CellSummary cell, IReadOnlyList<Metric> metrics, int columns)
    {
        var html = page.Html;
        var trials = page.TrialsOf(cell);
        if (trials.Count == 0)
        {
            return;
        }

        using (html.Open("tr", ("class", "drill")))
        using (html.Open("td", ("colspan", $"{columns}")))
        using (html.Open("details"))
        {
            html.Element("summary", FigureTip.Trials(trials.Count));
            using (html.Open("table"))
            {
                using (html.Open("thead"))
                using (html.Open("tr"))
                {
                    html.Element("th", "trial", ("scope", "col"), ("class", "text"));
                    foreach (var metric in metrics)
                    {
                        html.Element("th", metric.Key.Replace('-', ' '), ("scope", "col"));
                    }

                    html.Element("th", "status", ("scope", "col"), ("class", "text"));
                }

                using (html.Open("tbody"))
                {
                    foreach (var trial in trials)
                    {
                        Row(html, trial, metrics);
                    }
                }
            }
        }

        html.Line();
    }

    private static void Row(MarkupWriter html, TrialResult trial, IReadOnlyList<Metric> metrics)
    {
        using (html.Open("tr", ("data-trial", $"{trial.Number}")))
        {
            html.Element("th", $"{trial.Number}", ("scope", "row"));
            foreach (var metric in metrics)
            {
                html.Element(
                    "td",
                    metric.Read(trial) is { } value && double.IsFinite(value) ? NumberText.Of(value, metric.Quantity) : Conditions.None);
            }

            html.Element("td", Status(trial), ("class", "text"));
        }
    }

    private static string Status(TrialResult trial) => trial.Status switch
    {
        TrialStatus.Succeeded => trial.Notes.Count > 0 ? "valid, with a note" : "valid",
        TrialStatus.Invalid => "invalid: in no figure",
        _ => "failed",
    };
}
