namespace ProtoBench.Model.Links.Profiles;

/// <summary>The mechanism that moves packets between the two namespaces.</summary>
public enum LinkBackend
{
    /// <summary>TUN where it can be opened, otherwise AF_PACKET.</summary>
    Automatic,

    /// <summary>Two TUN devices and the engine of this program.</summary>
    Tun,

    /// <summary>veth pairs, packet sockets and the same engine.</summary>
    PacketSocket,

    /// <summary>veth pairs and the kernel's own sch_netem, only on request: it has no seed and gives no reasons.</summary>
    Netem,
}

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
