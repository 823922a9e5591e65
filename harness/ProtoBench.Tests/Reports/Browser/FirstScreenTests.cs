using Xunit;

namespace ProtoBench.Tests.Reports.Browser;

/// <summary>What a reader sees before scrolling, and that what is folded is never out of reach.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class FirstScreenTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Height = 800;

    private static readonly string[] Shown =
        ["quick", "load-curve", "links", "concurrency-sweep", "payload-sweep", "bulk", .. SamplePages.Others];

    [ChromiumFact]
    public async Task Verdict_plot_and_conditions_stand_in_the_first_screen()
    {
        await using var page = await chromium.OpenAsync();
        foreach (var name in Shown)
        {
            await page.ShowAsync(Write(name), 1280, Height);
            Assert.InRange(await Edge(page, ".say", "bottom"), 60, Height);
            Assert.InRange(await Edge(page, "figure.headline svg", "bottom"), 150, Height);
            Assert.InRange(await Edge(page, ".under", "bottom"), 200, Height);
        }
    }

    [ChromiumFact]
    public async Task On_a_telephone_the_verdict_and_the_plot_begin_in_the_first_screen()
    {
        await using var page = await chromium.OpenAsync();
        foreach (var name in Shown)
        {
            await page.ShowAsync(Write(name), 400, Height);
            Assert.True(
                await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0,
                $"{name} is wider than 400 pixels");
            Assert.InRange(await Edge(page, ".say", "top"), 60, Height / 2);
            Assert.InRange(await Edge(page, "figure.headline svg", "top"), 100, Height - 150);
        }
    }

    [ChromiumFact]
    public async Task A_page_is_a_few_screens_long_until_it_is_unfolded()
    {
        await using var page = await chromium.OpenAsync();
        foreach (var name in Shown)
        {
            await page.ShowAsync(Write(name), 1280, Height);
            Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollHeight"), Height, 3 * Height);
            await page.EvaluateAsync<bool>("(document.querySelector('.unfold').click(), true)");
            Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.topic')].every(topic => topic.open)"));
            await page.EvaluateAsync<bool>("(document.querySelector('.unfold').click(), true)");
            Assert.False(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.topic')].some(topic => topic.open)"));
        }

        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task An_anchor_unfolds_its_section_with_and_without_script()
    {
        foreach (var script in new[] { true, false })
        {
            await using var page = await chromium.OpenAsync();
            await page.SendAsync("Emulation.setScriptExecutionDisabled", new { value = !script });
            await page.ShowAsync(Write("concurrency-sweep"), 1280, Height, hash: "#cost");
            Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#cost').parentElement.open"));
            Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#cost figure svg').checkVisibility()"));
            Assert.False(await page.EvaluateAsync<bool>("document.querySelector('#rate').parentElement.open"));
        }
    }

    [ChromiumFact]
    public async Task Everything_that_is_folded_is_printed()
    {
        await using var page = await chromium.OpenAsync();
        foreach (var name in new[] { "links", "ab", "history" })
        {
            await page.ShowAsync(Write(name), 1280, Height);
            const string Unseen =
                "[...document.querySelectorAll('main .topic > section > *')].filter(one => !one.checkVisibility()).length";
            Assert.True(await page.EvaluateAsync<int>(Unseen) > 5);
            await page.SendAsync("Emulation.setEmulatedMedia", new { media = "print" });
            Assert.Equal(0, await page.EvaluateAsync<int>(Unseen));
            await page.SendAsync("Emulation.setEmulatedMedia", new { media = "" });
        }
    }

    [ChromiumFact]
    public async Task A_table_that_goes_on_beyond_the_edge_shows_that_it_does_and_one_that_fits_does_not()
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Write("quick"), 400, Height, hash: "#cells");
        const string Cut = "document.querySelector('#cells .scroll').classList.contains('cut')";
        Assert.True(await page.EvaluateAsync<bool>(Cut));
        await page.EvaluateAsync<bool>(
            "new Promise(done => { const region = document.querySelector('#cells .scroll'); region.addEventListener('scroll', () => "
                + "requestAnimationFrame(() => done(true)), { once: true }); region.scrollLeft = 1e6; })");
        Assert.False(await page.EvaluateAsync<bool>(Cut));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.scroll')].every(one => one.classList.contains('cut') === (one.scrollWidth - one.clientWidth - "
                + "one.scrollLeft > 2))"));
    }

    [ChromiumFact]
    public async Task Choices_keep_their_names_on_a_telephone()
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Write("links"), 400, Height);
        Assert.Equal(["Workload", "Link", "Figure"], await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.bar label span')].filter(one => one.getBoundingClientRect().left >= 0 && "
                + "one.getClientRects().length > 0).map(one => one.textContent)"));
    }

    private static Task<double> Edge(ChromiumPage page, string selector, string edge) =>
        page.EvaluateAsync<double>($"document.querySelector('{selector}').getBoundingClientRect().{edge}");

    private string Write(string name)
    {
        var path = Path.Combine(chromium.Folder, name + ".html");
        File.WriteAllText(path, SamplePages.Of(name));
        return path;
    }
}
