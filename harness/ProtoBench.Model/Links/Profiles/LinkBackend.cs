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
