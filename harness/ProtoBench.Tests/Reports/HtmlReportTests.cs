using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Reports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class HtmlReportTests
{
    private static readonly Dictionary<string, Lazy<string>> Pages =
        SyntheticRuns.All.ToDictionary(run => run.Key, run => new Lazy<string>(() => Rendered.Text(new HtmlReport(), run.Value.Value)));

    public static TheoryData<string> Names => [.. SyntheticRuns.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_unique_and_every_reference_finds_its_target(string name)
    {
        using var page = Parse(name);
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
        Assert.All(
            page.QuerySelectorAll("[aria-labelledby]").SelectMany(element => element.GetAttribute("aria-labelledby")!.Split(' ')),
            id => Assert.Contains(id, ids));
        Assert.All(page.QuerySelectorAll("[clip-path]"), element => Assert.Contains(element.GetAttribute("clip-path")![5..^1], ids));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Charts_tables_and_scroll_regions_can_be_read_without_seeing_them(string name)
    {
        using var page = Parse(name);
        Assert.All(
            page.QuerySelectorAll("svg[role=img]"),
            svg => Assert.True(svg.QuerySelector("title")?.TextContent.Length > 0 && svg.QuerySelector("desc")?.TextContent.Length > 0));
        Assert.All(page.QuerySelectorAll("svg:not([role=img])"), svg => Assert.Equal("true", svg.GetAttribute("aria-hidden")));
        Assert.All(
            page.QuerySelectorAll("th"),
            header => Assert.Contains(header.GetAttribute("scope"), (string?[])["col", "row", "colgroup"]));
        Assert.All(
            page.QuerySelectorAll(".scroll"),
            region => Assert.True(region.GetAttribute("tabindex") == "0" && region.GetAttribute("aria-label")?.Length > 0));
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.All(page.QuerySelectorAll("figure"), figure => Assert.NotNull(figure.QuerySelector("svg[role=img], p.none")));
    }

    [Fact]
    public void A_certificate_says_what_its_profile_is_does_and_where_its_figures_come_from()
    {
        var run = SyntheticRuns.All["links"].Value;
        var profile =
            new LinkProfileSource { Name = "lan", Text = "title: A <b>wire</b>\nsource: measured in the cellar.\ndelay: 250 us\n" };
        var page = new HtmlParser().ParseDocument(Rendered.Text(
            new HtmlReport(), run with { Plan = run.Plan with { Scenario = run.Plan.Scenario with { LinkProfiles = [profile] } } }));

        Assert.Equal("Link certificates", page.QuerySelector(".contents a[href='#certificates']")?.TextContent);
        var lan = page.QuerySelectorAll("#certificates h3").Single(heading => heading.TextContent == "lan");

        Assert.Equal("A <b>wire</b>. Each way: delay 0.25 ms; congestion control cubic.", lan.NextElementSibling!.TextContent);
        Assert.Equal("Source: measured in the cellar.", lan.NextElementSibling.NextElementSibling!.TextContent);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_loads_nothing_and_runs_nothing_but_its_own_script(string name)
    {
        using var page = Parse(name);
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        var script = Assert.Single(page.Scripts).TextContent;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"script-src 'sha256-{hash}';", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacent|document.write|eval\\(|Function\\(|fetch\\(|XMLHttp", script);
        Assert.DoesNotContain("http://", Pages[name].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", Pages[name].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", Pages[name].Value, StringComparison.Ordinal);
        Assert.DoesNotContain(
            page.All,
            element =>
                element.HasAttribute("src")
                    || element.HasAttribute("style")
                    || element.LocalName is "img" or "link" or "iframe" or "object");
        Assert.DoesNotContain(
            page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_try_to_be_markup_stay_names()
    {
        using var page = Parse("hostile");
        Assert.Equal("<script>alert('title')</script> & \"quotes\"", page.QuerySelector("h1")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("tbody th"), header => header.TextContent == "<script>alert(1)</script>");
        Assert.Contains("<b onclick=alert(2)>reason</b>", page.QuerySelector("#trust")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', Pages["hostile"].Value);
        Assert.DoesNotContain('\u001b', Pages["hostile"].Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_run_gives_the_same_bytes(string name)
    {
        foreach (var report in (IReport[])[new HtmlReport(), new MarkdownReport(), new CsvReport(), new TextReport()])
        {
            Assert.Equal(Rendered.Text(report, SyntheticRuns.All[name].Value), Rendered.Text(report, SyntheticRuns.All[name].Value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_stays_small(string name) => Assert.InRange(Pages[name].Value.Length, 10_000, name == "links" ? 1_300_000 : 520_000);

    [Fact]
    public void Eight_protocols_over_four_links_with_three_workloads_fit_into_1_5_megabytes()
    {
        var page = Rendered.Text(new HtmlReport(), new SyntheticRun(SyntheticScenarios.Large).Result());
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 500_000, 1_500_000);
    }

    [Theory]
    [InlineData("quick")]
    [InlineData("concurrency-sweep")]
    [InlineData("bulk")]
    public void Every_figure_of_the_table_is_the_geometric_mean_of_the_trials_that_succeeded(string name)
    {
        using var page = Parse(name);
        var run = SyntheticRuns.All[name].Value;
        var compared = 0;
        foreach (var row in page.QuerySelectorAll("#cells tr[data-cell]"))
        {
            var trials = run.Trials.Where(trial => trial.CellId == row.GetAttribute("data-cell") && trial.Status is TrialStatus.Succeeded)
                .ToList();
            foreach (var cell in row.QuerySelectorAll("td[data-metric]"))
            {
                var (read, quantity) = Independent(cell.GetAttribute("data-metric")!);
                var mean = Math.Exp(trials.Average(trial => Math.Log(read(trial))));
                Assert.Equal(NumberText.Of(mean, quantity), cell.QuerySelector(".num")!.TextContent);
                compared++;
            }
        }

        Assert.InRange(compared, 50, 1_000);
    }

    [Fact]
    public void The_page_is_the_one_that_was_looked_at()
    {
        // Style and script are files of their own; what is compared is what a run makes of the page.
        var page = Pages["one-arm"].Value;
        var body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("<script>", StringComparison.Ordinal)];
        Golden.Matches("one-arm.html", body.Replace("><section", ">\n<section", StringComparison.Ordinal) + "\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_section_is_folded_with_its_answer_in_the_line_that_unfolds_it(string name)
    {
        using var page = Parse(name);
        var topics = page.QuerySelectorAll("details.topic");
        Assert.InRange(topics.Length, 6, 16);
        Assert.All(topics, topic =>
        {
            Assert.False(topic.HasAttribute("open"));
            Assert.InRange(topic.QuerySelector("summary .gist")!.TextContent.Length, 4, 260);
            Assert.NotEmpty(topic.QuerySelector("section")!.TextContent);
        });

        // Nothing that a reader looks for is hidden in a way that find-in-page cannot unfold.
        Assert.Empty(page.QuerySelectorAll("main section [hidden]"));
    }

    [Fact]
    public void A_run_over_growing_rates_is_answered_with_what_each_arm_carries_and_draws_no_bars_of_what_was_offered()
    {
        using var page = Parse("load-curve");
        Assert.Matches("^tcp 30.0k/s; websocket 20.0k/s; http1 10.0k/s; http2.* 5.00k/s", page.QuerySelector("#answer .say")!.TextContent);
        Assert.Equal("w1-capacity", page.QuerySelector("figure.headline svg")!.Id);
        Assert.Null(page.QuerySelector("#rate"));
        Assert.Empty(page.QuerySelectorAll("svg rect.bar"));
    }

    [Fact]
    public void Several_links_are_answered_in_one_table_of_protocols_and_links()
    {
        using var page = Parse("links");
        var table = page.QuerySelector("#answer table.verdicts")!;
        Assert.Equal(8, table.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(12, table.QuerySelectorAll("tbody tr:first-child td").Length);

        // Whoever is best is so in its own column, and nobody else is.
        Assert.All(Enumerable.Range(2, 12), column =>
            Assert.InRange(table.QuerySelectorAll($"tbody td:nth-child({column}).best").Length, 0, 1));
        Assert.InRange(table.QuerySelectorAll("td.best").Length, 9, 12);
    }

    [Fact]
    public void A_percentile_that_no_cell_has_is_no_column_and_is_named_once()
    {
        var run = SyntheticRuns.All["quick"].Value;
        using var page = new HtmlParser().ParseDocument(Rendered.Text(new HtmlReport(), run with
        {
            Trials = [.. run.Trials.Select(trial => trial with
            {
                ResponseMicroseconds = trial.ResponseMicroseconds! with { P999 = null, P9999 = null, Count = 5_000 },
            })],
        }));
        Assert.DoesNotContain(page.QuerySelectorAll("#cells th, #overview th"), head => head.TextContent == "p99.9 latency");
        Assert.Contains("p99.9 (needs 10,000 samples per trial)", page.QuerySelector("#cells")!.TextContent, StringComparison.Ordinal);
        using var whole = Parse("quick");
        Assert.Contains(whole.QuerySelectorAll("#cells th"), head => head.TextContent == "p99.9 latency");
    }

    [Fact]
    public void Failures_of_one_cause_are_one_item_with_one_remedy()
    {
        var run = SyntheticRuns.All["load-curve"].Value;
        using var page = new HtmlParser().ParseDocument(Rendered.Text(new HtmlReport(), run with
        {
            Trials = [.. run.Trials.Select(trial => trial.Number % 3 == 0
                ? trial with
                {
                    Status = TrialStatus.Invalid,
                    Reasons = trial.Number % 2 == 0
                        ? [$"saturated: it achieved {trial.Number} of 900 offered exchanges/s (1 %), up to 7 waiting, 0 never sent"]
                        : [$"the client ran late: 1 % of the arrivals were handled {trial.Number} µs or more after they were due"],
                }
                : trial)],
        }));
        var items = page.QuerySelectorAll("#trust .reasons > li")
            .Where(item => item.QuerySelector(".remedy") is not null && item.QuerySelector(".badge")!.TextContent.EndsWith('×')).ToList();
        var saturated = Assert.Single(items, item => item.QuerySelector("b")!.TextContent == "More was offered than was carried.");
        Assert.Single(items, item => item.QuerySelector("b")!.TextContent == "The client was late by itself.");
        Assert.Equal($"{run.Trials.Count(trial => trial.Number % 6 == 0)}×", saturated.QuerySelector(".badge")!.TextContent);
        Assert.Equal(run.Trials.Count(trial => trial.Number % 6 == 0), saturated.QuerySelectorAll("ul li").Length);
    }

    [Fact]
    public void A_stall_is_told_with_its_trial_and_when_it_was()
    {
        using var page = Parse("quick");
        var gist = page.QuerySelector("#time")!.ParentElement!.QuerySelector(".gist")!.TextContent;
        var worst = SyntheticRuns.All["quick"].Value.Trials.MaxBy(trial => trial.Measurement!.Intervals!.Max(one => one.Maximum))!;
        Assert.Contains($"trial {worst.Number},", gist, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#time svg[id$=-intervals]"));

        // Results from before latencies were recorded over time show what they have.
        var run = SyntheticRuns.All["quick"].Value;
        using var older = new HtmlParser().ParseDocument(Rendered.Text(new HtmlReport(), run with
        {
            Trials = [.. run.Trials.Select(trial => trial with { Measurement = trial.Measurement! with { Intervals = null } })],
        }));
        Assert.Null(older.QuerySelector("#time svg[id$=-intervals]"));
        Assert.NotNull(older.QuerySelector("#time svg[id$=-time]"));
    }

    [Fact]
    public void What_differs_by_half_or_more_is_explained_or_said_not_to_be()
    {
        using var page = Parse("quick");
        var rows = page.QuerySelectorAll("#why tbody tr");
        Assert.Equal(["websocket", "http1", "http2", "grpc"], rows.Take(4).Select(row => row.QuerySelector("th")!.TextContent));
        Assert.All(rows, row => Assert.True(row.Children[2].TextContent.Length > 0 && row.Children[3].TextContent.Length > 0));
        Assert.Equal("processor time", rows[0].Children[2].TextContent);
    }

    [Fact]
    public void A_link_shows_what_it_carried_per_exchange()
    {
        using var page = Parse("links");
        Assert.NotEmpty(page.QuerySelectorAll("#cells td[data-metric=wire]"));
        using var loopback = Parse("quick");
        Assert.DoesNotContain(loopback.QuerySelectorAll("#cells thead th"), head => head.TextContent == "bytes on the wire");
    }

    [Fact]
    public void Cells_without_figures_say_why_where_the_figure_would_stand()
    {
        using var page = Parse("concurrency-sweep");
        var words = page.QuerySelectorAll(".matrix td.off-here").Select(cell => cell.TextContent).ToHashSet();
        Assert.Superset(new HashSet<string> { "not applicable", "unsupported here", "invalid", "failed" }, words);
        var reasons = page.QuerySelector("#trust")!.TextContent;
        Assert.Contains("64 exchanges in flight do not fit one datagram socket pair.", reasons, StringComparison.Ordinal);
        Assert.Contains("1.4 % of exchanges timed out", reasons, StringComparison.Ordinal);
        Assert.Contains("exit code 134", reasons, StringComparison.Ordinal);
        Assert.Contains("tail dominated by trial", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_one_trial_ranks_nobody()
    {
        using var page = Parse("one-trial");
        Assert.Empty(page.QuerySelectorAll("td.best, td.equal"));
        Assert.Contains("no verdict", page.QuerySelector("#answer")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("CI", page.QuerySelector("#answer")!.TextContent, StringComparison.Ordinal);
    }

    // Read again here, so that the reports' own readers are not their own witnesses.
    private static (Func<TrialResult, double> Read, Quantity Quantity) Independent(string metric) => metric switch
    {
        "p50" => (trial => trial.ResponseMicroseconds!.P50!.Value, Quantity.Microseconds),
        "p90" => (trial => trial.ResponseMicroseconds!.P90!.Value, Quantity.Microseconds),
        "p99" => (trial => trial.ResponseMicroseconds!.P99!.Value, Quantity.Microseconds),
        "p99.9" => (trial => trial.ResponseMicroseconds!.P999!.Value, Quantity.Microseconds),
        "throughput" => (trial => trial.Measurement!.AchievedRate!.Value, Quantity.PerSecond),
        "goodput" => (trial => trial.Measurement!.GoodputBytesPerSecond!.Value, Quantity.BytesPerSecond),
        "client-cpu" => (trial => trial.Client!.CpuSeconds * 1e6 / Units(trial), Quantity.Microseconds),
        "server-cpu" => (trial => trial.Server!.CpuSeconds * 1e6 / Units(trial), Quantity.Microseconds),
        "client-allocated" => (trial => trial.Client!.AllocatedBytes / Units(trial), Quantity.Bytes),
        "server-allocated" => (trial => trial.Server!.AllocatedBytes / Units(trial), Quantity.Bytes),
        "client-peak" => (trial => trial.Client!.PeakResidentBytes, Quantity.Bytes),
        "wire" => (
            trial => (trial.Link!.Statistics.Up.ReceivedBytes + trial.Link.Statistics.Down.ReceivedBytes) / WholeTrial.Work(trial)!.Value,
            Quantity.Bytes),
        "server-peak" => (trial => trial.Server!.PeakResidentBytes, Quantity.Bytes),
        _ => throw new ArgumentException($"The table has a figure this test does not know: {metric}."),
    };

    private static double Units(TrialResult trial) => trial.Measurement!.AchievedRate is { } rate
        ? rate * trial.Measurement.WindowSeconds
        : trial.Measurement.GoodputBytesPerSecond!.Value * trial.Measurement.WindowSeconds / 1_048_576;

    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string name) => new HtmlParser().ParseDocument(Pages[name].Value);
}
