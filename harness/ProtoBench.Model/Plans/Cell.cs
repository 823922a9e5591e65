using System.Text.Json.Serialization;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Plans;

/// <summary>One combination of workload, protocol, link and load point. Its trials are replicates of each other.</summary>
public sealed record Cell
{
    /// <summary>
    /// <c>workload/label/link/load</c>, for example <c>echo/http2/loopback/closed-1</c>; between hosts the network stands in place of the
    /// link. What <c>--filter</c> matches.
    /// </summary>
    public required string Id { get; init; }

    public required Workload Workload { get; init; }

    public required Arm Arm { get; init; }

    /// <summary>The emulated link; <c>loopback</c> where there is none, also between hosts.</summary>
    public required string Link { get; init; }

    /// <summary>
    /// The network between the hosts of its sides: as the user calls it, or their names, such as <c>perf1-perf2</c>. Null: one machine has
    /// both sides, or the run is from before cells told.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Network { get; init; }

    /// <summary>What its traffic crosses, for people: the network, else the link.</summary>
    [JsonIgnore]
    public string Crosses => Network ?? Link;

    /// <summary>
    /// What finds its like in another run: the id with the link in it. Whether networks are alike is asked of runs, not of cells, and
    /// stored runs have cells that do not tell theirs.
    /// </summary>
    [JsonIgnore]
    public string Key => Network is null ? Id : $"{Workload.Name}/{Arm.Label}/{Link}/{Load.Name}";

    public required LoadPoint Load { get; init; }

    /// <summary>Connections the client opens, after <c>auto</c> has been resolved for this protocol and load.</summary>
    public required int Connections { get; init; }

    /// <summary>Why the combination makes no sense (a 16 MiB datagram), as a sentence; null when it does.</summary>
    public string? NotApplicable { get; init; }

    /// <summary>
    /// Why this machine, or a host of its sides, cannot run it, with the remedy; null when it can, and before the hosts are reached.
    /// </summary>
    public string? Unsupported { get; init; }

    /// <summary>Will it be measured?</summary>
    public bool Runs => NotApplicable is null && Unsupported is null;
}
