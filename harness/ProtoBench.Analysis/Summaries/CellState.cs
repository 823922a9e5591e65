namespace ProtoBench.Analysis.Summaries;

/// <summary>What a report can say about a cell.</summary>
internal enum CellState
{
    /// <summary>At least one trial succeeded.</summary>
    Measured,

    /// <summary>No trial succeeded, and at least one measured something that may not be trusted.</summary>
    Invalid,

    /// <summary>No trial measured anything.</summary>
    Failed,

    /// <summary>Planned, but the run ended before.</summary>
    NotRun,

    NotApplicable,

    Unsupported,
}
