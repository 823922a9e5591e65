namespace ProtoBench.Links.Certification;

/// <summary>A one-way flow to be sent.</summary>
/// <param name="Count">Datagrams.</param>
/// <param name="PacketBytes">Size of each as an IPv4 packet, 32 to 1500.</param>
/// <param name="PacketsPerSecond">Pace.</param>
/// <param name="Start">When the first leaves, from the link's start.</param>
internal sealed record FlowPlan(int Count, int PacketBytes, double PacketsPerSecond, TimeSpan Start)
{
    /// <summary>When each leaves if nothing holds the sender up, in nanoseconds from the link's start.</summary>
    public long[] SentAt() =>
        [.. Enumerable.Range(0, Count).Select(i => (long)Start.TotalNanoseconds + (long)(i * 1e9 / PacketsPerSecond))];
}
