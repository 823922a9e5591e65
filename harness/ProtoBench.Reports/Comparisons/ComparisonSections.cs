using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Comparisons;

/// <summary>The questions of a comparison's page.</summary>
internal sealed class ComparisonSections(
    MarkupWriter html, ComparisonReport report, PairRun? pairs, GateReport? gate, Action<Chart> draw)
{
    private static readonly (string Word, string Meaning)[] Glossary =
    [
        ("cost", "Latency new ÷ base, rate base ÷ new: above 1 is worse, whichever way the figure points."),
        ("pair", "A fresh server and client of each side, alive at once and driven by turns in short slices, so that whatever the "
            + "machine does meets both."),
        ("slower, faster", "Shown at the suite's error rate, which is shared by all its figures, and larger than the margin."),
        ("same", "Shown to lie within the margin."),
        ("inconclusive", "Neither was shown. 'Detects' says which slowdown this spread and number of pairs would have shown."),
        ("worse, better", "A share of failed exchanges that grew or shrank."),
    ];

    public IReadOnlyList<PageSection> All()
    {
        var sections = new List<PageSection>();
        if (gate is not null)
        {
            sections.Add(new PageSection("gate", "What does the policy say?", GateGist(gate), () => Gate(gate)));
        }

        var charts = ComparisonCharts.Of(report);
        sections.Add(new PageSection("differences", "What changed, figure by figure?", Counts(), () => Differences(charts)));
        var between = ComparisonConditions.Between(report, pairs);
        sections.Add(new PageSection(
            "sides", "In what do the sides differ?", SidesGist(between), () => Sides(between)));
        if (pairs is not null)
        {
            sections.Add(new PageSection("slices", "Was it steady?", SliceCharts.Gist(pairs), () => Slices(SliceCharts.Of(pairs))));
        }

        sections.Add(new PageSection("trust", "Not measured, not judged, and notes", TrustGist(), Trust));
        sections.Add(new PageSection(
            "cells", "All figures", $"{Plural.Of(report.Metrics.Count, "figure")}, with what each would have shown.", Table));
        if (pairs is not null)
        {
            sections.Add(new PageSection(
                "conditions", "Conditions", $"{pairs.Fingerprint.OperatingSystem}, {pairs.Fingerprint.Runtime}.", () => Conditions(pairs)));
        }

        sections.Add(new PageSection("method", "Method", "What the words mean.", Method));
        return sections;
    }

    private static string GateGist(GateReport gate)
    {
        var failed = gate.Findings.Count(finding => finding.Outcome is not GateOutcome.Passed)
            + gate.Limits.Count(limit => limit.Outcome is not GateOutcome.Passed);
        var all = gate.Findings.Count + gate.Limits.Count;
        var outcome = gate.Outcome switch
        {
            GateOutcome.Passed => "passed",
            GateOutcome.Slower => "failed",
            GateOutcome.NotMeasured => "not measured as a whole",
            _ => "undecided",
        };
        return $"{gate.Policy}: {outcome}; nothing against {all - failed} of {Plural.Of(all, "figure")}.";
    }

    private static string SidesGist(IReadOnlyList<ComparisonConditions.Difference> between)
    {
        var names = between.Select(one => one.Name).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "In nothing that is known: the same program, settings and connections."
            : $"In {string.Join(", ", names.Take(3))}{(names.Count > 3 ? $" and {names.Count - 3} more" : "")}.";
    }

    private string Counts()
    {
        var counts = report.Metrics.OrderBy(metric => metric.Verdict).CountBy(metric => JudgedMetrics.Word(report, metric))
            .Select(count => $"{count.Value} {count.Key}").ToList();
        return counts.Count > 0 ? string.Join(", ", counts) + "." : "Nothing was judged.";
    }

    private List<PairResult> Bad() => pairs is null ? [] : [.. pairs.Pairs.Where(pair => !pair.Counts)];

    private string TrustGist()
    {
        var bad = Bad();
        var parts = new List<string>();
        parts.AddRange(report.Gaps.Count > 0 ? [Plural.Of(report.Gaps.Count, "gap")] : []);
        parts.AddRange(bad.Count > 0 ? [$"{Plural.Of(bad.Count, "pair")} that do not count"] : []);
        parts.AddRange(report.Notes.Count > 0 ? [Plural.Of(report.Notes.Count, "note")] : []);
        return parts.Count == 0 ? "Everything planned was measured and judged." : string.Join(", ", parts) + ".";
    }

    private void Gate(GateReport decided)
    {
        HtmlTable.Sentences(html, decided.Sentences);
        using (HtmlTable.Scroll(html, "What the policy asks for"))
        using (html.Open("table", ("class", "plain")))
        {
            HtmlTable.Headings(html, "rule", "outcome", "finding");
            using (html.Open("tbody"))
            {
                foreach (var limit in decided.Limits.OrderBy(limit => limit.Outcome is GateOutcome.Passed))
                {
                    using (html.Open("tr"))
                    {
                        html.Element("th", limit.Rule + (limit.Line > 0 ? $" (line {limit.Line})" : ""), ("scope", "row"));
                        html.Element("td", limit.Objective.Word, ("class", "text"));
                        html.Element("td", limit.Objective.Sentence, ("class", "text wrap"));
                    }
                }

                foreach (var finding in decided.Findings.OrderBy(finding => finding.Outcome is GateOutcome.Passed))
                {
                    using (html.Open("tr"))
                    {
                        html.Element("th", finding.Rule + (finding.Line > 0 ? $" (line {finding.Line})" : ""), ("scope", "row"));
                        html.Element("td", finding.Outcome.ToString().ToLowerInvariant(), ("class", "text"));
                        html.Element("td", finding.Metric.Sentence, ("class", "text wrap"));
                    }
                }
            }
        }
    }

    private void Differences(IReadOnlyList<Chart> charts)
    {
        HtmlTable.Sentences(html, report.Metrics
            .Where(metric => metric.Verdict is not (ComparisonVerdict.Same or ComparisonVerdict.Inconclusive))
            .Select(metric => metric.Sentence));
        HtmlFigures.Plain(
            html,
            [.. charts.Select(chart =>
                new ReportChart(chart, "Right of 1× is worse; the shade counts as the same. Lines are 95 % intervals."))],
            draw);
    }

    private void Sides(IReadOnlyList<ComparisonConditions.Difference> between)
    {
        if (between.Count == 0)
        {
            html.Element("p", "Nothing that was recorded differs, so what was found is chance or not recorded.", ("class", "sub"));
            return;
        }

        using (HtmlTable.Scroll(html, "In what the sides differ"))
        using (html.Open("table", ("class", "plain")))
        {
            HtmlTable.Headings(html, "what", "base", "new");
            using (html.Open("tbody"))
            {
                foreach (var one in between)
                {
                    using (html.Open("tr"))
                    {
                        html.Element("th", one.Name, ("scope", "row"));
                        html.Element("td", one.Base, ("class", "text wrap"));
                        html.Element("td", one.New, ("class", "text wrap"));
                    }
                }
            }
        }
    }

    private void Slices(IReadOnlyList<ReportChart> charts)
    {
        const int MostShown = 6;
        if (charts.Count == 0)
        {
            html.Element("p", "No pair that counts has slices.", ("class", "sub"));
            return;
        }

        HtmlFigures.Plain(html, [.. charts.Take(MostShown)], draw);
        if (charts.Count > MostShown)
        {
            using (html.Open("details", ("class", "fold")))
            {
                html.Element("summary", $"The other {charts.Count - MostShown} of {charts.Count}");
                HtmlFigures.Plain(html, [.. charts.Skip(MostShown)], draw);
            }
        }
    }

    private void Trust()
    {
        foreach (var (title, kind) in new[]
        {
            ("Not measured", GapKind.NotMeasured), ("Not judged", GapKind.NotJudged), ("Beside it", GapKind.Remark),
        })
        {
            var gaps = report.Gaps.Where(gap => gap.Kind == kind).ToList();
            if (gaps.Count > 0)
            {
                html.Element("h3", title);
                HtmlTable.Sentences(html, gaps.Select(gap => gap.Sentence));
            }
        }

        html.Element("h3", "Pairs that do not count");
        var bad = Bad();
        if (bad.Count == 0)
        {
            html.Element(
                "p", pairs is null ? "Stored runs have trials, not pairs." : "None: every pair that ran counts.", ("class", "sub"));
        }

        foreach (var cause in bad.GroupBy(pair => Remedies.Of(Reasons(pair))?.Title ?? "other reasons", StringComparer.Ordinal))
        {
            html.Element("p", $"{cause.Count()}×: {cause.Key}. {Remedies.Of(Reasons(cause.First()))?.Remedy}", ("class", "remedy"));
            HtmlTable.Sentences(html, cause.Select(pair =>
                $"Pair {pair.Number}, {pairs!.Header.New.Cells[pair.CellIndex].Id}: {Sentences.Joined([.. Reasons(pair)])}"));
        }

        if (report.Notes.Count > 0)
        {
            html.Element("h3", "Notes");
            HtmlTable.Sentences(html, report.Notes);
        }
    }

    private static List<string> Reasons(PairResult pair) =>
    [
        .. new[] { pair.Base, pair.New }.Where(trial => trial.Status is not TrialStatus.Succeeded)
            .SelectMany(trial => trial.Reasons).Distinct(StringComparer.Ordinal),
    ];

    private void Table()
    {
        using (HtmlTable.Scroll(html, "All figures"))
        using (html.Open("table", ("class", "plain")))
        {
            HtmlTable.Headings(
                html, "cell", "figure", "base", "new", "cost (95 % CI)", report.Paired ? "pairs" : "trials", "detects", "verdict");
            using (html.Open("tbody"))
            {
                foreach (var metric in report.Metrics)
                {
                    using (html.Open("tr"))
                    {
                        html.Element("th", metric.CellName, ("scope", "row"));
                        html.Element("td", metric.Metric, ("class", "text"));
                        html.Element("td", ComparisonSentence.Value(metric, metric.Base));
                        html.Element("td", ComparisonSentence.Value(metric, metric.New));
                        html.Element("td", ComparisonSentence.Change(metric));
                        html.Element("td", report.Paired ? $"{metric.BaseTrials}" : $"{metric.BaseTrials}/{metric.NewTrials}");
                        html.Element("td", ComparisonSentence.Effect(metric.MinimalDetectableEffect));
                        html.Element("td", JudgedMetrics.Word(report, metric), ("class", "text"));
                    }
                }
            }
        }
    }

    private void Conditions(PairRun run)
    {
        using (html.Open("dl", ("class", "facts")))
        {
            foreach (var (name, value) in new[]
            {
                ("Comparison", run.Header.Id),
                ("Started", run.Header.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
                ("Command", run.Header.Command),
            })
            {
                using (html.Open("div", ("class", name == "Command" ? "wide" : null)))
                {
                    html.Element("dt", name);
                    html.Element("dd", value);
                }
            }
        }

        html.Element("h3", "Asked for, of the new side");
        var plan = new Model.Plans.Plan { Scenario = run.Header.New.Scenario, Cells = run.Header.New.Cells, Trials = [] };
        HtmlTable.Ledger(html, Analysis.Summaries.Conditions.AskedFor(plan));
        HtmlConditions.Machines(html, run.Fingerprint, run.Header.Hosts, "");
    }

    private void Method()
    {
        using (html.Open("dl", ("class", "glossary")))
        {
            foreach (var (word, meaning) in Glossary)
            {
                html.Element("dt", word);
                html.Element("dd", meaning);
            }
        }

        html.Element(
            "p",
            string.Create(CultureInfo.InvariantCulture, $"At most {report.Alpha:P1} of unchanged suites show a false slower.")
                + (report.Seed is { } seed ? $" Seed of slice order and length: {seed}." : ""),
            ("class", "sub"));
    }
}
