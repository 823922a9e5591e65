using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Figures;
using ProtoBench.Tests.Foreign;
using Xunit;

namespace ProtoBench.Tests.Reports.Browser;

/// <summary>What the page's script adds, done as a reader does it: with the mouse, the keyboard and the address.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class PageScriptTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task Pointing_at_a_point_tells_its_value_interval_and_trials()
    {
        await using var page = await ShowAsync("quick");
        await PointAsync(page, "#w1-1-quantiles [data-s=\"0\"] circle.dot");
        var tip =
            await page.EvaluateAsync<string>("[...document.querySelector('.tip').children].map(line => line.textContent).join('\\n')");
        var cell = RunSummary.Of(SyntheticRuns.All["quick"].Value).Cells[0];
        Assert.Equal(FigureTip.Of("tcp", cell[Metrics.P50]!), tip);
        Assert.Matches("^tcp\np50 latency [0-9.]+ µs\n95 % CI [0-9.]+–[0-9.]+ µs\n5 trials$", tip);
        await page.MouseAsync(2, 2);
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('.tip').hidden"));
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Arrow_keys_read_a_chart_that_has_the_focus()
    {
        await using var page = await ShowAsync("quick");
        await page.EvaluateAsync<bool>(
            "(document.querySelector('#rate').parentElement.open = true, document.querySelector('#w1-1-rate').focus(), true)");
        List<string> read = [];
        for (var i = 0; i < 7; i++)
        {
            await page.KeyAsync("ArrowDown");
            read.Add(await page.EvaluateAsync<string>("document.querySelector('.tip b').textContent"));
        }

        Assert.Equal(SyntheticRuns.SevenArms.Select(arm => arm.Label), read);
        Assert.Equal("status", await page.EvaluateAsync<string>("document.querySelector('.tip').getAttribute('role')"));
    }

    [ChromiumFact]
    public async Task A_press_on_the_legend_hides_an_arm_everywhere_and_the_address_remembers_it()
    {
        await using var page = await ShowAsync("concurrency-sweep");
        await page.EvaluateAsync<bool>("(document.querySelector('[data-toggle=\"1\"] button').click(), true)");
        Assert.Equal(0, await page.EvaluateAsync<int>(Visible("main [data-s=\"1\"]")));
        Assert.True(await page.EvaluateAsync<int>(Visible("main [data-s=\"0\"]")) > 20);
        Assert.Equal("#hide=udp", await page.EvaluateAsync<string>("location.hash"));
        Assert.Equal(
            "false", await page.EvaluateAsync<string>("document.querySelector('[data-toggle=\"1\"] button').getAttribute('aria-pressed')"));
        await page.EvaluateAsync<bool>("(document.querySelector('.reset').click(), true)");
        Assert.True(await page.EvaluateAsync<int>(Visible("main [data-s=\"1\"]")) > 20);
        Assert.Equal("", await page.EvaluateAsync<string>("location.hash"));
    }

    [ChromiumFact]
    public async Task An_address_shows_what_its_sender_saw()
    {
        await using var page = await ShowAsync("links", "#w=pages&l=wan-40ms&m=throughput&hide=tcp%2Cudp&at=tail");
        Assert.Equal("pages", await page.EvaluateAsync<string>("document.querySelector('[data-choice=w]').value"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            Visible("main [data-w='0'], main [data-w='2'], main [data-l='0'], main [data-m=p50], main [data-s='0']")));
        await page.EvaluateAsync<bool>("(document.querySelector('#overview').parentElement.open = true)");
        Assert.True(await page.EvaluateAsync<int>(Visible("#overview table[class=matrix]")) == 1);
        Assert.InRange(
            await page.EvaluateAsync<double>("document.querySelector('#tail').parentElement.getBoundingClientRect().top"), -5, 120);
        await page.EvaluateAsync<bool>(
            "(() => { const s = document.querySelector('[data-choice=l]'); s.value = ''; s.dispatchEvent(new Event('change')); return "
                + "true; })()");
        Assert.Equal("#w=pages&m=throughput&hide=tcp%2Cudp", await page.EvaluateAsync<string>("location.hash"));
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task A_press_on_a_heading_sorts_the_cells_and_another_turns_them_round()
    {
        const string P99 = "[...document.querySelectorAll('#cells table.sortable tbody[data-s] > tr:first-child > "
            + "td[data-metric=p99]')].map(cell => Number(cell.dataset.v))";
        const string Press =
            "([...document.querySelectorAll('#cells thead button')].find(one => one.textContent === 'p99 latency').click(), true)";
        await using var page = await ShowAsync("concurrency-sweep");
        await page.EvaluateAsync<bool>(Press);
        var ascending = await page.EvaluateAsync<double[]>(P99);
        Assert.Equal(ascending.Order(), ascending);
        Assert.InRange(ascending.Length, 20, 28);
        await page.EvaluateAsync<bool>(Press);
        Assert.Equal(ascending.Reverse(), await page.EvaluateAsync<double[]>(P99));
        Assert.Equal("#sort=p99+latency%3Ad", await page.EvaluateAsync<string>("location.hash"));

        // Cells and their trials stay together, and cells without the figure come last.
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('#cells tbody[data-s]')].filter(body => body.rows.length === 2 && body.rows[1].className "
                + "!== 'drill').length"));
        Assert.True(
            await page.EvaluateAsync<bool>("document.querySelector('#cells tbody[data-s]:last-of-type td[data-metric=p99]') === null"));
    }

    [ChromiumFact]
    public async Task The_button_turns_a_light_page_dark_and_back()
    {
        const string Background = "getComputedStyle(document.body).backgroundColor";
        await using var page = await ShowAsync("quick");
        var light = await page.EvaluateAsync<string>(Background);
        await page.EvaluateAsync<bool>("(document.querySelector('.theme').click(), true)");
        Assert.Equal("rgb(20, 23, 28)", await page.EvaluateAsync<string>(Background));
        await page.EvaluateAsync<bool>("(document.querySelector('.theme').click(), true)");
        Assert.Equal(light, await page.EvaluateAsync<string>(Background));
    }

    [ChromiumFact]
    public async Task Without_script_everything_is_there_but_the_choices()
    {
        await using var page = await chromium.OpenAsync();
        await page.SendAsync("Emulation.setScriptExecutionDisabled", new { value = true });
        await page.ShowAsync(Write("concurrency-sweep"), 1280);
        Assert.Equal(0, await page.EvaluateAsync<int>(Visible("button, select")));
        Assert.Equal(7, await page.EvaluateAsync<int>(Visible(".legend li")));
        Assert.True(await page.EvaluateAsync<int>("document.querySelectorAll('svg .dot > title').length") > 50);
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Folded_charts_are_printed()
    {
        await using var page = await ShowAsync("load-curve");
        const string Fold = "document.querySelector('.fold figure svg').checkVisibility()";
        Assert.False(await page.EvaluateAsync<bool>(Fold));
        await page.SendAsync("Emulation.setEmulatedMedia", new { media = "print" });
        Assert.True(await page.EvaluateAsync<bool>(Fold));
        await page.SendAsync("Emulation.setEmulatedMedia", new { media = "" });
    }

    [ChromiumFact("axe-core")]
    public async Task Axe_finds_nothing_to_object_to_in_light_and_dark()
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(ForeignNode.Folder!, "node_modules", "axe-core", "axe.min.js"));
        await using var page = await chromium.OpenAsync();
        foreach (var name in new[] { "concurrency-sweep", "links", "ab", "history" })
        {
            foreach (var dark in new[] { false, true })
            {
                await page.ShowAsync(Write(name), 1280, dark: dark);

                // What is folded has no colours to judge, so everything is unfolded.
                await page.EvaluateAsync<bool>("(document.querySelector('.unfold').click(), true)");
                await page.SendAsync("Runtime.evaluate", new { expression = axe });
                Assert.Equal("", await page.EvaluateAsync<string>(
                    "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(one => one.id + ': ' + "
                        + "one.nodes.length + ' × ' + one.nodes[0].html.slice(0, 200) + ' ' + one.nodes[0].failureSummary).join('\\n'))"));
            }
        }
    }

    private static string Visible(string selector) =>
        $"[...document.querySelectorAll(`{selector}`)].filter(one => one.getClientRects().length > 0).length";

    private static async Task PointAsync(ChromiumPage page, string selector)
    {
        var at = await page.EvaluateAsync<double[]>(
            $"(() => {{ const point = document.querySelector('{selector}'); point.scrollIntoView({{ block: 'center' }}); const box = "
                + $"point.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()");
        await page.MouseAsync(at[0], at[1]);
    }

    private async Task<ChromiumPage> ShowAsync(string name, string hash = "")
    {
        var page = await chromium.OpenAsync();
        await page.ShowAsync(Write(name), 1280, hash: hash);
        return page;
    }

    private string Write(string name)
    {
        var path = Path.Combine(chromium.Folder, name + ".html");
        File.WriteAllText(path, SamplePages.Of(name));
        return path;
    }
}
