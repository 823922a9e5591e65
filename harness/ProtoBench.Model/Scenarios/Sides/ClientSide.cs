namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>A client program of the user's, run anew for every exchange of a workload of the kind <c>command</c>.</summary>
public sealed record ClientSide
{
    /// <summary>Unique within the scenario; what <see cref="Arm.Client"/> names.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// For <c>/bin/sh</c>, with placeholders for the server: <c>{url}</c>, <c>{address}</c>, <c>{port}</c>, <c>{ca}</c>, <c>{dir}</c>.
    /// </summary>
    public required string Command { get; init; }

    /// <summary>Run before each, not timed, in a shell; null: nothing.</summary>
    public string? Prepare { get; init; }

    /// <summary>The exit codes that are a success. Default 0.</summary>
    public IReadOnlyList<int> Expected { get; init; } = [0];

    /// <summary>Working folder, relative to the scenario's file; null: a temporary one that is empty before each.</summary>
    public string? Folder { get; init; }

    /// <summary>Added to its environment; values may hold placeholders.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
