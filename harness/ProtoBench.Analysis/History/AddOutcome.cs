namespace ProtoBench.Analysis.History;

/// <summary>What adding a run to a history did.</summary>
internal enum AddOutcome
{
    /// <summary>It is in the history now, on the disk or committed.</summary>
    Added,

    /// <summary>It was there already, exactly so.</summary>
    AlreadyThere,

    /// <summary>A run of this id is there with other figures, commit or label. Nothing was changed.</summary>
    Different,
}
