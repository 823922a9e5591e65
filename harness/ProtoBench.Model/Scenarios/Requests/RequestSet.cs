namespace ProtoBench.Model.Scenarios.Requests;

/// <summary>Requests that equal others when they mean the same, whatever objects and files they are read from.</summary>
internal readonly struct RequestSet(IReadOnlyList<RequestSpec>? list) : IEquatable<RequestSet>
{
    public IReadOnlyList<RequestSpec>? List => list;

    public bool Equals(RequestSet other) => list is null || other.List is null
        ? list is null && other.List is null
        : list.Select(one => one.Meaning).SequenceEqual(other.List.Select(one => one.Meaning));

    public override bool Equals(object? obj) => obj is RequestSet other && Equals(other);

    public override int GetHashCode() => list is null ? 0 : string.Join('\n', list.Select(one => one.Meaning)).GetHashCode();
}
