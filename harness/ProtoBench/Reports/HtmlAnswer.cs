using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>The answer first: one verdict per question, with its interval.</summary>
internal static class HtmlAnswer
{
    public static void Write(MarkupWriter html, RunSummary summary)
    {
        using (html.Open("section", ("id", "answer")))
        {
            html.Element("h2", "Answer");
            foreach (var warning in RunText.Warnings(summary))
            {
                html.Element("p", warning, ("class", "warn"));
            }

            using (html.Open("ul", ("class", "answers")))
            {
                foreach (var verdict in summary.Verdicts)
                {
                    One(html, verdict);
                }
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
