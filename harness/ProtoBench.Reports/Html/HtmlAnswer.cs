using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>The answer first: one verdict per question, with its interval.</summary>
internal static class HtmlAnswer
{
    /// <summary>Answers beyond this many are set smaller, side by side: the first screen belongs to the first.</summary>
    private const int Large = 2;

    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        using (html.Open("section", ("id", "answer")))
        {
            html.Element("h2", "Answer");
            foreach (var warning in RunText.Warnings(summary))
            {
                html.Element("p", warning, ("class", "warn"));
            }

            var large = summary.Verdicts.Count > Large + 1 ? Large : summary.Verdicts.Count;
            List(html, "answers", summary.Verdicts.Take(large));
            if (large < summary.Verdicts.Count)
            {
                List(html, "answers more", summary.Verdicts.Skip(large));
            }
        }
    }

    private static void List(MarkupWriter html, string css, IEnumerable<Verdict> verdicts)
    {
        using (html.Open("ul", ("class", css)))
        {
            foreach (var verdict in verdicts)
            {
                One(html, verdict);
            }
        }
    }

    // Intervals are set lighter than what they belong to, and never broken over two lines.
    private static void Say(MarkupWriter html, string answer)
    {
        var rest = answer;
        while (rest.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 && rest.IndexOf(')', open) is var close and > 0)
        {
            html.Text(rest[..open]);
            html.Element("span", rest[open..(close + 1)].Replace(' ', '\u00A0').Replace("–", "\u2060–\u2060", StringComparison.Ordinal));
            rest = rest[(close + 1)..];
        }

        html.Text(rest);
    }

    private static void One(MarkupWriter html, Verdict verdict)
    {
        using (html.Open("li"))
        {
            if (verdict.Scope.Length > 0)
            {
                html.Element("p", verdict.Scope, ("class", "scope"));
            }

            using (html.Open("p", ("class", "say")))
            {
                Say(html, verdict.Answer);
            }

            foreach (var sentence in verdict.Rest)
            {
                html.Element("p", sentence, ("class", "rest"));
            }
        }

        html.Line();
    }
}
