namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>A client program of the user's, run anew for every exchange of a workload of the kind <c>command</c>.</summary>
public sealed record ClientSide
{
    /// <summary>What an arm writes for our own client on .NET's stack, the default; null in <see cref="Arm.Client"/>.</summary>
    public const string Ours = "dotnet";

    /// <summary>What an arm writes for our own lean client.</summary>
    public const string Lean = "lean";

    /// <summary>Does an arm's client name a program of the user's?</summary>
    public static bool IsProgram(string? client) => client is not (null or Ours or Lean);

    /// <summary>Unique within the scenario; what <see cref="Arm.Client"/> names.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Words of a shell, with the placeholders of <see cref="ClientPlaceholders"/>. <c>/bin/sh</c> runs it only where it needs one: see
    /// <see cref="CommandWords"/>.
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
