using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>
/// What every page of ours is: one file that needs nothing but itself, no network, no font, and no script to be read. First the answer, as
/// much as fits a screen; then one folded section a question, each with its answer in the line that unfolds it. Its order is the order of
/// print.
/// </summary>
internal static class PageFrame
{
    // Nothing may be loaded, and nothing may run but the script with this hash; a name in a scenario that tries to be markup would still
    // find no way out.
    private static readonly string ContentPolicy =
        $"default-src 'none'; script-src '{PageScript.Hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
            + "form-action 'none'";

    /// <param name="html">Where to.</param>
    /// <param name="head">What the page is about.</param>
    /// <param name="answer">Writes what fits the first screen.</param>
    /// <param name="bar">Writes the bar that stays in sight; null for none.</param>
    /// <param name="sections">The questions, in order.</param>
    public static void Write(
        MarkupWriter html, PageHead head, Action answer, Action? bar, IReadOnlyList<PageSection> sections)
    {
        html.Raw("<!doctype html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            Head(html, head);
            html.Line();
            using (html.Open("body"))
            {
                using (html.Open("div", ("class", "page")))
                {
                    html.Element("a", "Skip to the answer", ("class", "skip"), ("href", "#answer"));
                    Masthead(html, head);
                    using (html.Open("main"))
                    {
                        using (html.Open("section", ("id", "answer"), ("aria-label", "Answer")))
                        {
                            answer();
                        }

                        html.Line();
                        Contents(html, sections);
                        bar?.Invoke();
                        foreach (var section in sections)
                        {
                            Section(html, section);
                        }
                    }

                    html.Element("footer", head.Footer);
                }

                using (html.Open("script"))
                {
                    html.Raw(PageScript.Text);
                }
            }
        }

        html.Line();
    }

    private static void Head(MarkupWriter html, PageHead head)
    {
        using (html.Open("head"))
        {
            html.Empty("meta", ("charset", "utf-8"));
            html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentPolicy));
            html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Empty("meta", ("name", "generator"), ("content", head.Generator));
            html.Element("title", $"{head.Title} – ProtoBench");
            using (html.Open("style"))
            {
                html.Raw(PageStyleSheet.Text);
            }
        }
    }

    private static void Masthead(MarkupWriter html, PageHead head)
    {
        using (html.Open("header", ("class", "mast")))
        {
            using (html.Open("p", ("class", "over")))
            {
                html.Element("b", "ProtoBench");
                html.Text($" · {head.Over}");
                html.Element("button", "◐", ("type", "button"), ("class", "theme"), ("aria-label", "Dark or light"), ("hidden", ""));
            }

            html.Element("h1", head.Title);
        }

        html.Line();
    }

    private static void Contents(MarkupWriter html, IReadOnlyList<PageSection> sections)
    {
        using (html.Open("nav", ("class", "contents"), ("aria-label", "Contents")))
        {
            foreach (var section in sections)
            {
                html.Element("a", section.Title, ("href", "#" + section.Id));
                html.Line();
            }

            html.Element("button", "Unfold all", ("type", "button"), ("class", "unfold"), ("hidden", ""));
        }

        html.Line();
    }

    // The anchor is inside the fold: browsers unfold what a link leads into, with or without script (HTML, "reveal ancestors").
    private static void Section(MarkupWriter html, PageSection section)
    {
        using (html.Open("details", ("class", "topic"), ("open", section.IsOpen ? "" : null)))
        {
            using (html.Open("summary"))
            {
                html.Element("h2", section.Title);
                html.Element("span", section.Gist, ("class", "gist"));
            }

            using (html.Open("section", ("id", section.Id), ("class", section.Css)))
            {
                section.Write();
            }
        }

        html.Line();
    }
}
