namespace ProtoBench.Links.Profiles;

/// <summary>The mechanism that moves packets between the two namespaces.</summary>
public enum LinkBackend
{
    /// <summary>TUN where it can be opened, otherwise AF_PACKET.</summary>
    Automatic,

    /// <summary>Two TUN devices and the engine of this program.</summary>
    Tun,

    /// <summary>veth pairs, packet sockets and the same engine.</summary>
    PacketSocket,

    /// <summary>The kernel's own sch_netem. Refused with a sentence: this version does not drive it.</summary>
    Netem,
}
