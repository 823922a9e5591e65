namespace ProtoBench.Reading.Links;

/// <summary>The link profiles inside the program, so that they are there in any folder.</summary>
internal static class ShippedLinkProfiles
{
    private const string Prefix = "link/";
    private const string Suffix = ".yaml";

    /// <summary>Without <c>.yaml</c>, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShippedLinkProfiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Its YAML; null where none of that name ships.</summary>
    public static string? Text(string name)
    {
        using var stream = typeof(ShippedLinkProfiles).Assembly.GetManifestResourceStream(Prefix + name + Suffix);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
