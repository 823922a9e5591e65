namespace ProtoBench.Reports.Exports;

/// <summary>One thing that was asked and answered: a line of a test report, an annotation when the answer is bad.</summary>
/// <param name="Name">What was asked, unique within the suite.</param>
/// <param name="Outcome">The answer.</param>
/// <param name="Kind">For bad answers: regression, inconclusive, unmeasured.</param>
/// <param name="Message">The answer as a sentence; may be empty when it passed.</param>
internal sealed record Check(string Name, CheckOutcome Outcome, string Kind, string Message)
{
    /// <summary>Time it took, in seconds; 0 where it has none of its own.</summary>
    public double Seconds { get; init; }

    /// <summary>File that asked, such as a policy; null when none did.</summary>
    public string? File { get; init; }

    /// <summary>Line in it, from 1; 0 is none.</summary>
    public int Line { get; init; }
}
