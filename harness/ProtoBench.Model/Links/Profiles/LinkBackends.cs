namespace ProtoBench.Model.Links.Profiles;

/// <summary>The backends by the names users write.</summary>
public static class LinkBackends
{
    /// <summary>automatic, tun, packet-socket, netem.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<LinkBackend>().Select(NameOf)];

    public static string NameOf(LinkBackend backend) => backend switch
    {
        LinkBackend.Tun => "tun",
        LinkBackend.PacketSocket => "packet-socket",
        LinkBackend.Netem => "netem",
        _ => "automatic",
    };

    /// <summary>The backend of a name; automatic for any other word.</summary>
    public static LinkBackend Parse(string? name) => Enum.GetValues<LinkBackend>().FirstOrDefault(backend => NameOf(backend) == name);
}
