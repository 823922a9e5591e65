namespace ProtoBench.Model.Scenarios;

/// <summary>So many objects of a size.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="Bytes">Of each.</param>
public sealed record ObjectCount(int Count, int Bytes);

/// <summary>Objects that equal others when they are the same, whatever list they stand in.</summary>
internal readonly struct ObjectSet(IReadOnlyList<ObjectCount>? list) : IEquatable<ObjectSet>
{
    public IReadOnlyList<ObjectCount>? List => list;

    public bool Equals(ObjectSet other) =>
        list is null || other.List is null ? list is null && other.List is null : list.SequenceEqual(other.List);

    public override bool Equals(object? obj) => obj is ObjectSet other && Equals(other);

    public override int GetHashCode() => list?.Aggregate(0, HashCode.Combine) ?? 0;
}
