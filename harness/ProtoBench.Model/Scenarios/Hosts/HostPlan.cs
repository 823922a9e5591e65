using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios.Hosts;

/// <summary>Which hosts play the sides of every trial, and how they are reached.</summary>
/// <param name="Launcher">How sides are started there.</param>
/// <param name="Server">Where the server runs.</param>
/// <param name="Clients">Where clients run; at least one.</param>
public sealed record HostPlan(LauncherKind Launcher, Host Server, IReadOnlyList<Host> Clients)
{
    /// <summary>What Slurm is asked for, where it is the launcher; null: nothing but the hosts.</summary>
    public SlurmRequest? Slurm { get; init; }

    /// <summary>What the user calls the network between them, such as <c>rack-10g</c>; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Network { get; init; }

    /// <summary>Do all sides share one host, and with it its processors?</summary>
    [JsonIgnore]
    public bool OnOneHost => Clients.All(client => client.Name == Server.Name);

    /// <summary>All of them, each once, the server's first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Host> All => [.. Clients.Prepend(Server).DistinctBy(host => host.Name)];
}
