using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios;

/// <summary>One of several kinds of exchanges that go on at the same time in a workload.</summary>
public sealed record MixedPart
{
    /// <summary>Unique within its workload.</summary>
    public required string Name { get; init; }

    /// <summary>Request payload, 0 to 16 MiB. Default 64 B.</summary>
    public int RequestBytes { get; init; } = 64;

    /// <summary>Response payload, 0 to 16 MiB. Default 64 B.</summary>
    public int ResponseBytes { get; init; } = 64;

    /// <summary>Exchanges of it that are always in flight beside the first part; of the first part the load point says that.</summary>
    public int Flows { get; init; } = 1;

    /// <summary>
    /// Its share of the load point's exchanges, as a number beside the weights of other parts; null: the part has flows of its own. Where
    /// others have one, the first part has 1 unless it says another.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Weight { get; init; }

    /// <summary>Has each flow a connection of its own? Default false: it shares those of the first part.</summary>
    public bool OwnConnections { get; init; }
}

/// <summary>Parts that equal others when they mean the same.</summary>
internal readonly struct MixedPartSet(IReadOnlyList<MixedPart>? list) : IEquatable<MixedPartSet>
{
    public IReadOnlyList<MixedPart>? List => list;

    public bool Equals(MixedPartSet other) =>
        list is null || other.List is null ? list is null && other.List is null : list.SequenceEqual(other.List);

    public override bool Equals(object? obj) => obj is MixedPartSet other && Equals(other);

    public override int GetHashCode() => list is null ? 0 : list.Aggregate(list.Count, HashCode.Combine);
}
