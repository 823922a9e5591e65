using Xunit;

namespace ProtoBench.Tests.Reports.Browser;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class HtmlReportBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    // Relative luminance from the computed colour, as the browser resolved it.
    private const string BodyLuminance =
        "(() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return (0.2126 * r + "
            + "0.7152 * g + 0.0722 * b) / 255; })()";

    [ChromiumFact]
    public async Task No_page_complains_asks_the_network_or_is_wider_than_the_window()
    {
        await using var page = await chromium.OpenAsync();
        foreach (var name in SyntheticRuns.All.Keys)
        {
            var path = Write(name);
            foreach (var width in new[] { 360, 768, 1280 })
            {
                await page.ShowAsync(path, width);
                var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} pixels wider than a window of {width}.");
                Assert.True(await page.EvaluateAsync<int>("document.querySelectorAll('section').length") >= 6);
            }
        }

        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task A_reader_with_a_dark_system_gets_a_dark_page_and_others_a_light_one()
    {
        await using var page = await chromium.OpenAsync();
        var path = Write("quick");
        await page.ShowAsync(path, 1280, dark: false);
        Assert.InRange(await page.EvaluateAsync<double>(BodyLuminance), 0.9, 1);
        await page.ShowAsync(path, 1280, dark: true);
        Assert.InRange(await page.EvaluateAsync<double>(BodyLuminance), 0, 0.15);
    }

    [ChromiumFact]
    public async Task Print_is_light_for_everybody_and_has_pages()
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Write("quick"), 1280, dark: true);
        await page.SendAsync(
            "Emulation.setEmulatedMedia",
            new { media = "print", features = new[] { new { name = "prefers-color-scheme", value = "dark" } } });
        Assert.InRange(await page.EvaluateAsync<double>(BodyLuminance), 0.9, 1);
        await page.SendAsync("Emulation.setEmulatedMedia", new { media = "" });
        var pdf = (await page.SendAsync("Page.printToPDF", new { printBackground = true, preferCSSPageSize = true }))
            .GetProperty("data")
            .GetBytesFromBase64();
        Assert.Equal("%PDF-"u8, pdf.AsSpan(0, 5));
        var pages = System.Text.Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length - 1;
        Assert.InRange(pages, 2, 12);
    }

    [ChromiumFact]
    public async Task Hostile_names_run_nothing()
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Write("hostile"), 1280);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.images.length + document.querySelectorAll('[onerror],[onclick]').length"));
        Assert.Equal(1, await page.EvaluateAsync<int>("document.scripts.length"));
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task No_text_of_a_chart_is_cut_off_and_no_two_line_labels_overlap()
    {
        await using var page = await chromium.OpenAsync();
        foreach (var name in new[] { "quick", "concurrency-sweep", "load-curve", "bulk", "payload-sweep", "links" })
        {
            await page.ShowAsync(Write(name), 1280);
            Assert.Equal("", await page.EvaluateAsync<string>(
                """
                (() => {
                  const wrong = [];
                  for (const svg of document.querySelectorAll('svg[role=img]')) {
                    const frame = svg.getBoundingClientRect();
                    if (frame.width === 0) continue;
                    const texts = [...svg.querySelectorAll('text')];
                    for (const text of texts) {
                      const box = text.getBoundingClientRect();
                      if (box.left < frame.left - 4 || box.right > frame.right + 4 || box.bottom > frame.bottom + 2)
                        wrong.push(svg.id + ' cuts off ' + text.textContent);
                    }
                    const ends = texts.filter(text => text.classList.contains('end')).map(text => text.getBoundingClientRect()).sort((a, b) => a.top - b.top);
                    for (let i = 1; i < ends.length; i++)
                      if (ends[i].top < ends[i - 1].top + 9) wrong.push(svg.id + ' has labels on each other');
                  }
                  return wrong.join('\n');
                })()
                """));
        }
    }

    private string Write(string name)
    {
        var path = Path.Combine(chromium.Folder, name + ".html");
        File.WriteAllText(path, SamplePages.Of(name));
        return path;
    }
}
