namespace ProtoBench.Machine;

/// <summary>One thing that <c>protobench doctor</c> or <c>protobench link doctor</c> looked at.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">How to mend it, as a command where there is one; null when nothing is wrong.</param>
public sealed record Finding(FindingSeverity Severity, string Subject, string Found, string? Remedy = null);

public enum FindingSeverity
{
    Ok,

    /// <summary>Results will be noisier or a comparison narrower; everything still runs.</summary>
    Warning,

    /// <summary>Trials cannot run.</summary>
    Error,
}
