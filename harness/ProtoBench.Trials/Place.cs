using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials;

/// <summary>Where a side of a trial runs.</summary>
/// <param name="Host">As the launcher knows it; null: this machine.</param>
/// <param name="Address">Where its servers listen; null: loopback.</param>
/// <param name="Ports">Ports its servers may take; null: any that is free.</param>
internal sealed record Place(string? Host = null, string? Address = null, PortRange? Ports = null)
{
    /// <summary>After the name of a side: nothing, or <c> on perf1</c>.</summary>
    public string Words => Host is null ? "" : $" on {Host}";
}
