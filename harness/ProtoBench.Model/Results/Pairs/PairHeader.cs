namespace ProtoBench.Model.Results.Pairs;

/// <summary>The content of ab.json: everything the comparison set out to do, written before its first pair.</summary>
public sealed record PairHeader
{
    /// <summary>Version of the folder's format.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The folder's name.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>The command line that made it.</summary>
    public required string Command { get; init; }

    public required PairSide Base { get; init; }

    public required PairSide New { get; init; }

    /// <summary>Fresh pairs of a cell in the first stage.</summary>
    public required int Pairs { get; init; }

    /// <summary>Fresh pairs of a suspect cell in the second stage; 0: there is none.</summary>
    public required int ConfirmingPairs { get; init; }

    /// <summary>Processors of both servers, as <c>taskset -c</c> takes them; null: not pinned.</summary>
    public string? ServerProcessors { get; init; }

    /// <summary>The other machines that both sides ran on; null: they ran on this one.</summary>
    public IReadOnlyList<RunHost>? Hosts { get; init; }

    /// <summary>Processors of both clients.</summary>
    public string? ClientProcessors { get; init; }
}
