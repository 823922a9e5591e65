namespace ProtoBench.Reports.Exports;

/// <summary>What an export may be made of.</summary>
internal enum ExportedKind
{
    /// <summary>Of <c>run</c> and <c>quick</c>.</summary>
    Run,

    /// <summary>Of <c>ab</c> and <c>compare</c>.</summary>
    Comparison,

    /// <summary>Of <c>gate</c>.</summary>
    Gate,

    /// <summary>Of <c>history check</c>.</summary>
    History,
}
