using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>
/// The schemes of addresses: of each protocol its own of URLs (RFC 9110, 4.2; RFC 6455, 3) and its name, and both with an s where it runs
/// inside TLS.
/// </summary>
internal static class UrlSchemes
{
    // The one plain scheme that ends with the letter.
    private const string Sockets = "ws";

    /// <summary>All that these protocols have, ascending.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<IProtocol> protocols) =>
        [.. protocols.Where(protocol => !protocol.Traits.LocalOnly).SelectMany(OfOne).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Does the scheme say that all is encrypted?</summary>
    public static bool IsEncrypted(string scheme) => scheme != Sockets && scheme.EndsWith('s');

    /// <summary>
    /// Can an address with this scheme mean the protocol, if nobody has named one? What runs on top of HTTP has to be named.
    /// </summary>
    public static bool Means(IProtocol protocol, string scheme)
    {
        var encrypted = IsEncrypted(scheme);
        var plain = encrypted ? scheme[..^1] : scheme;
        var traits = protocol.Traits;
        return protocol.Name == scheme
            || ((encrypted ? traits.SupportsTls : !traits.RequiresTls)
                && (protocol.Name == plain || (traits.UrlScheme == plain && (traits.Curl is not null || plain == Sockets))));
    }

    private static IEnumerable<string> OfOne(IProtocol protocol)
    {
        foreach (var plain in new[] { protocol.Traits.UrlScheme, protocol.Name }.OfType<string>())
        {
            yield return plain;
            if (protocol.Traits.SupportsTls)
            {
                yield return plain + "s";
            }
        }
    }
}
