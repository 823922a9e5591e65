namespace ProtoBench.Model.Scenarios;

/// <summary>What processors do while a run gives them nothing to do.</summary>
public enum IdleProcessors
{
    /// <summary>
    /// They stay awake, where the kernel and the user's rights allow it. Waking a halted processor takes longer than most exchanges over
    /// loopback, and how long depends on the hypervisor's mood: quic's p50 was 188 to 441 µs with halts and 32 to 39 µs without, in
    /// alternating runs on a 2-vCPU guest.
    /// </summary>
    Poll,

    /// <summary>They may halt, as on a machine that nobody prepared.</summary>
    Sleep,
}
