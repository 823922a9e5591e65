namespace ProtoBench.Model.Links.Model;

/// <summary>What happened to a packet. All but <see cref="Delivered"/> are reasons for a drop, and each has its own counter.</summary>
internal enum PacketFate
{
    Delivered = 0,

    /// <summary>Lost independently or in the good state of burst loss.</summary>
    Lost = 1,

    /// <summary>Lost in the bad state of burst loss.</summary>
    LostInBurst = 2,

    /// <summary>Its number is on the drop list.</summary>
    Listed = 3,

    /// <summary>Arrived during a blackout.</summary>
    Blackout = 4,

    /// <summary>The queue in front of the rate limit was full.</summary>
    QueueFull = 5,

    /// <summary>The emulator ran out of packet memory: not part of any profile, and invalidates what was measured.</summary>
    Overload = 6,
}
