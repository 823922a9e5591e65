using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Results.Pairs;

/// <summary>One side of an interleaved comparison: what runs, and with which settings.</summary>
public sealed record PairSide
{
    /// <summary>What was asked for, for people: <c>this build</c>, <c>git:main (1a2b3c4)</c>, with its own settings.</summary>
    public required string Label { get; init; }

    /// <summary>The <c>protobench</c> that serves and drives; null: the one that runs the comparison.</summary>
    public string? Executable { get; init; }

    /// <summary>Shell command of a foreign server in place of <c>protobench serve</c>; null: there is none.</summary>
    public string? ServerCommand { get; init; }

    /// <summary>How long a foreign server may take from its start to its first connection; null: 10 s.</summary>
    public TimeSpan? StartLimit { get; init; }

    /// <summary>The scenario with this side's settings.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Its cells; the i-th of one side is compared with the i-th of the other.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }
}
