namespace ProtoBench.Commands;

/// <summary>What <c>protobench ab</c> was asked to do.</summary>
internal sealed record AbRequest
{
    /// <summary>Path of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The two sides as typed: <c>this</c>, a path, <c>git:REV</c> or <c>cmd:COMMAND</c>.</summary>
    public required string Base { get; init; }

    public required string New { get; init; }

    /// <summary>Overrides of both sides.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    public IReadOnlyList<string> BaseSet { get; init; } = [];

    public IReadOnlyList<string> NewSet { get; init; } = [];

    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Globs over the base's cell ids; empty keeps all.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>As <c>--hosts</c> has them; null: those of the scenario.</summary>
    public string? Hosts { get; init; }

    public int? Seed { get; init; }

    /// <summary>Fresh pairs of the first stage.</summary>
    public required int Pairs { get; init; }

    /// <summary>Fresh pairs of the second stage.</summary>
    public required int ConfirmingPairs { get; init; }

    /// <summary>How long a foreign server may take to accept its first connection.</summary>
    public TimeSpan? StartLimit { get; init; }

    public string? Folder { get; init; }

    public bool Json { get; init; }

    /// <summary>What other programs get of it.</summary>
    public ExportRequest Exports { get; init; } = ExportRequest.Nothing;

    public required string CommandLine { get; init; }
}
