using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using ProtoBench.Commands.Live;
using ProtoBench.Reports.Html;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Commands.Live;

public sealed class LivePageTests
{
    [Fact]
    public void The_page_is_the_report_with_one_script_more_that_its_policy_allows_by_its_hash()
    {
        var report = Rendered.Text(new HtmlReport(), SyntheticRuns.All["quick"].Value);
        using var plain = new HtmlParser().ParseDocument(report);
        using var live = new HtmlParser().ParseDocument(LivePage.Of(report, 7));

        Assert.Equal(plain.Scripts.Length + 1, live.Scripts.Length);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(live.Scripts[^1].Text)));
        Assert.Contains($"'sha256-{hash}'", Policy(live), StringComparison.Ordinal);
        Assert.All(
            Policy(plain).Split(';'),
            directive => Assert.Contains(Policy(live).Split(';'), kept => kept.StartsWith(directive, StringComparison.Ordinal)));
        Assert.Contains("connect-src 'self'", Policy(live), StringComparison.Ordinal);
        Assert.Equal("7", live.GetElementById("live")!.GetAttribute("data-version"));
        Assert.Equal(plain.QuerySelector("main")!.OuterHtml, live.QuerySelector("main")!.OuterHtml);
    }

    [Fact]
    public void A_script_the_page_has_already_stays_allowed()
    {
        const string Page =
            """<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;sha256-abc&#39;; base-uri &#39;none&#39;"><body></body>""";
        using var live = new HtmlParser().ParseDocument(LivePage.Of(Page, 1));
        Assert.Contains("script-src 'sha256-abc' 'sha256-", Policy(live), StringComparison.Ordinal);
        Assert.Single(Policy(live).Split("script-src").Skip(1));
    }

    [Fact]
    public void What_is_no_report_is_refused() => Assert.Throws<ArgumentException>(() => LivePage.Of("<p>hello</p>", 1));

    private static string Policy(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
}
