using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ProtoBench.Commands.Live;

/// <summary>
/// Makes the report's page follow its run: the same page, with a few lines of script that its content policy allows by their hash.
/// </summary>
internal static class LivePage
{
    // The place of the reader and what is unfolded are kept over a reload; an event that was missed makes the server send it again,
    // because the page says what it shows.
    private const string Script = """
        (() => {
          const live = document.getElementById('live');
          const place = sessionStorage.getItem('protobench-place');
          const folds = (sessionStorage.getItem('protobench-folds') ?? '').split(' ');
          for (const topic of document.querySelectorAll('.topic')) {
            if (folds.includes(topic.querySelector('section').id)) topic.open = true;
          }
          if (place !== null) {
            sessionStorage.removeItem('protobench-place');
            scrollTo({ top: Number(place), behavior: 'instant' });
          }
          const events = new EventSource('/events?seen=' + live.dataset.version);
          const over = () => {
            events.close();
            live.textContent = 'The run has ended; this page shows it as it was then.';
          };
          events.addEventListener('trial', () => {
            events.close();
            sessionStorage.setItem('protobench-place', String(scrollY));
            sessionStorage.setItem('protobench-folds',
              [...document.querySelectorAll('.topic[open] > section')].map(section => section.id).join(' '));
            history.scrollRestoration = 'manual';
            location.reload();
          });
          events.addEventListener('end', over);
          events.onerror = over;
        })();
        """;

    private const string PolicyStart = "http-equiv=\"Content-Security-Policy\" content=\"";

    private static readonly string ScriptSource = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";

    /// <param name="page">The report as HtmlReport writes it.</param>
    /// <param name="version">Which state of the run it shows; grows with every trial.</param>
    /// <exception cref="ArgumentException">It is no such page.</exception>
    public static string Of(string page, long version)
    {
        var start = page.IndexOf(PolicyStart, StringComparison.Ordinal) + PolicyStart.Length;
        var body = page.LastIndexOf("</body>", StringComparison.Ordinal);
        if (start < PolicyStart.Length || body < 0)
        {
            throw new ArgumentException("The page has no content policy or no body, so it is no report.", nameof(page));
        }

        var end = page.IndexOf('"', start);
        var policy = Allow(WebUtility.HtmlDecode(page[start..end])).Replace("'", "&#39;", StringComparison.Ordinal);
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"<aside id=\"live\" class=\"page\" data-version=\"{version}\" aria-label=\"Live view\">Live: this page follows the run "
                + $"and is drawn again after each trial.</aside>");
        return string.Concat(page.AsSpan(0, start), policy, page.AsSpan(end, body - end), $"{note}<script>{Script}</script>")
            + page[body..];
    }

    // Only our own script, and only its own server: whatever else the page may do stays as it was.
    private static string Allow(string policy)
    {
        var directives = policy.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        var scripts = directives.FindIndex(directive => directive.StartsWith("script-src ", StringComparison.Ordinal));
        if (scripts >= 0)
        {
            directives[scripts] += " " + ScriptSource;
        }
        else
        {
            directives.Add("script-src " + ScriptSource);
        }

        directives.Add("connect-src 'self'");
        return string.Join("; ", directives);
    }
}
