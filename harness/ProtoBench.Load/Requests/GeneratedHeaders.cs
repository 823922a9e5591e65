namespace ProtoBench.Load.Requests;

/// <summary>
/// Made-up header fields with the names and sizes that browsers and services of today send; none of them changes what a server does. Pure.
/// </summary>
internal static class GeneratedHeaders
{
    private const int CookieBytes = 220;
    private const int IdentifierBytes = 32;

    // In this order, so that a few fields are those that every browser sends. Values as Chromium and common gateways write them.
    private static readonly IReadOnlyList<KeyValuePair<string, string>> Usual =
    [
        new("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"),
        new("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"),
        new("Accept-Language", "en-GB,en;q=0.9,de;q=0.8"),
        new("Cookie", $"session={RandomText.Of(CookieBytes, "cookie")}; theme=dark"),
        new("Referer", "https://example.com/catalogue/items?page=2&sort=price"),
        new("Cache-Control", "no-cache"),
        new("Pragma", "no-cache"),
        new("Sec-Fetch-Site", "same-origin"),
        new("Sec-Fetch-Mode", "cors"),
        new("Sec-Fetch-Dest", "empty"),
        new("Sec-CH-UA", "\"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\""),
        new("Sec-CH-UA-Mobile", "?0"),
        new("Sec-CH-UA-Platform", "\"Linux\""),
        new("DNT", "1"),
        new("Priority", "u=1, i"),
        new("X-Requested-With", "XMLHttpRequest"),
        new("X-Request-Id", RandomText.Of(IdentifierBytes, "request id")),
        new("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        new("X-Client-Version", "2026.11.3"),
        new("X-CSRF-Token", RandomText.Of(IdentifierBytes, "csrf token")),
    ];

    /// <summary>The first <paramref name="count"/> of them, without those in <paramref name="taken"/>; beyond the usual ones
    /// <c>X-Feature-21</c> and so on with values of 8 to 48 characters.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(int count, IReadOnlyCollection<string> taken) =>
        Usual.Concat(Enumerable.Range(Usual.Count + 1, count).Select(
                number => KeyValuePair.Create($"X-Feature-{number}", RandomText.Of(8 + (number * 7 % 41), $"feature {number}"))))
            .Where(field => !taken.Contains(field.Key, StringComparer.OrdinalIgnoreCase))
            .Take(count);
}
