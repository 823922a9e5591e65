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

    private static void One(MarkupWriter html, Verdict verdict)
    {
        using (html.Open("li"))
        {
            if (verdict.Scope.Length > 0)
            {
                html.Element("p", verdict.Scope, ("class", "scope"));
            }

            html.Element("p", verdict.Answer, ("class", "say"));
            foreach (var sentence in verdict.Rest)
            {
                html.Element("p", sentence, ("class", "rest"));
            }
        }

        html.Line();
    }
}
