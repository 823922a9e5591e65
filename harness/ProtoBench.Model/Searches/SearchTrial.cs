namespace ProtoBench.Model.Searches;

/// <summary>What a trial of a search was for.</summary>
public enum SearchPhase
{
    /// <summary>It led the search to where it looks next, and is part of no answer.</summary>
    Search,

    /// <summary>It confirms or refutes a rate that earlier trials led to.</summary>
    Confirm,
}

/// <summary>What a trial at one rate says.</summary>
public enum SearchVerdict
{
    /// <summary>The percentile kept its limit.</summary>
    Met,

    /// <summary>It did not, or the server could not keep up.</summary>
    Missed,

    /// <summary>The client was late, so the trial says nothing about the server.</summary>
    ClientLimited,

    /// <summary>It failed, or may not be trusted for another reason.</summary>
    Unusable,
}

/// <summary>One trial of a search.</summary>
/// <param name="Rate">What was offered, per second.</param>
/// <param name="Phase">What it was for.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Found">The percentile in microseconds; null where it has none.</param>
public sealed record SearchTrial(double Rate, SearchPhase Phase, SearchVerdict Verdict, double? Found = null);
