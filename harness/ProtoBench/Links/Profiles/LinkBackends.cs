using ProtoBench.Scenarios.Reading;

namespace ProtoBench.Links.Profiles;

/// <summary>The backends by the names users write.</summary>
public static class LinkBackends
{
    /// <summary>automatic, tun, packet-socket, netem.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ChoiceShape<LinkBackend>.Words.Keys];

    public static string NameOf(LinkBackend backend) => ChoiceShape<LinkBackend>.WordOf(backend);

    /// <summary>The backend of a name; automatic for any other word.</summary>
    public static LinkBackend Parse(string? name) => ChoiceShape<LinkBackend>.Words.GetValueOrDefault(name ?? "");
}
