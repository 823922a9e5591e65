namespace ProtoBench.Reports.Exports;

/// <summary>How a check ended, in the words continuous integration has for it.</summary>
internal enum CheckOutcome
{
    Passed,

    /// <summary>It is slower.</summary>
    Failed,

    /// <summary>Nothing could be decided, and nothing asked that it must.</summary>
    Skipped,

    /// <summary>It could not be measured, or not be decided where that was asked for.</summary>
    Error,
}
