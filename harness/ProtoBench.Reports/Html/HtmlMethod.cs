namespace ProtoBench.Reports.Html;

/// <summary>How the figures were made, what the words mean, and where the raw files are.</summary>
internal static class HtmlMethod
{
    private static readonly (string Word, string Meaning)[] Glossary =
    [
        ("arm", "One side of the comparison: a protocol with its settings."),
        ("cell", "One workload with one arm on one link at one load point. Its trials are replicates of each other."),
        (
            "trial",
            "One fresh pair of client and server processes: warm-up, measuring window, end. Trials of all cells are interleaved "
                + "in seeded random order, so that slow drift of the machine falls on all arms alike."),
        (
            "closed loop",
            "The next exchange starts when one ends. It measures capacity and service time (completion − actual start). A slow "
                + "server slows its client down, so closed-loop latencies say nothing about users who do not wait."),
        (
            "open loop",
            "Exchanges start at planned instants whatever the server does. Latency is response time (completion − intended "
                + "start), so waiting for a late client or a busy server counts."),
        (
            "percentile",
            "p99 is the latency that 99 % of a trial's exchanges did not exceed. Shown only when at least 10 samples of every "
                + "trial lie beyond it. Percentiles are never averaged over samples; the percentile plot adds the trials' "
                + "histograms up, as a description."),
        (
            "95 % CI",
            "Confidence interval over trials, on a logarithmic scale. It answers: where would the centre lie if the run were "
                + "repeated on this machine? It says nothing about other machines."),
        ("ratio", "An arm's figure divided by the best arm's, with its own interval."),
        (
            "not distinguishable",
            "At 95 % confidence, corrected for the number of arms (Holm), the difference from the best arm could be chance. Such "
                + "arms share the best place."),
        (
            "valid trial",
            "A trial that passed every honesty check. Invalid trials (late client, missed rate, failed exchanges) and failed "
                + "ones are listed with their reason and are part of no figure. If only its emulated link misbehaved, a trial is "
                    + "retried, up to three "
                + "attempts in all. The link's certificate and lateness decide that, not the figures. Each rejected attempt is noted."),
        (
            "usable capacity",
            "The highest offered rate up to which every step was achieved to 97 % and p99 stayed within ten times that of the lightest "
                + "step."),
        (
            "send lateness",
            "Actual minus intended start of an exchange in an open loop. It is part of response time; a client that is late by itself "
                + "makes its trial invalid."),
        (
            "bytes on the wire",
            "IP packets both ways over an emulated link, counted by the link over the whole trial, divided by the exchanges (or MiB) of "
                + "the whole trial. Packets that the link then dropped are counted: they were sent."),
        ("goodput", "Payload that the receiver got per second, without protocol overhead."),
        (
            "explained",
            "A difference is called explained when its evidence, recorded in the same trials, accounts for at least 60 % of it; in "
                + "part from "
                + "30 % on. Evidence is a figure that goes with the difference; it is not a proof of cause."),
        ("CPU", "User and kernel time of all threads of one process inside the measuring window."),
    ];

    private static readonly (string File, string Meaning)[] Files =
    [
        ("plan.json", "the scenario with all defaults, every cell and the order of trials"),
        ("fingerprint.json", "machine and software"),
        ("trials.jsonl", "every trial as one line, with its full latency histograms (HdrHistogram V2, base64)"),
        ("results.csv", "every trial as one row, for spreadsheets and plotting"),
        ("summary.md", "this report's tables as Markdown"),
    ];

    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        using (html.Open("dl", ("class", "glossary")))
        {
            foreach (var (word, meaning) in Glossary)
            {
                html.Element("dt", word);
                html.Element("dd", meaning);
            }
        }

        html.Element("h3", "Raw files");
        html.Element("p", $"All in the run folder {summary.Run.Id}.", ("class", "sub"));
        using (html.Open("dl", ("class", "ledger")))
        {
            foreach (var (file, meaning) in Files)
            {
                using (html.Open("div"))
                {
                    using (html.Open("dt"))
                    {
                        html.Element("code", file);
                    }

                    html.Element("dd", meaning);
                }
            }
        }
    }
}
