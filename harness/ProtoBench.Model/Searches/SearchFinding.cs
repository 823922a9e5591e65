namespace ProtoBench.Model.Searches;

/// <summary>How a search ended.</summary>
public enum SearchEnd
{
    /// <summary>A rate was confirmed, and the next one refuted.</summary>
    Found,

    /// <summary>The highest rate that was to be looked at was confirmed: the limit lies above it.</summary>
    AboveRange,

    /// <summary>The lowest rate was refuted: the limit lies below it.</summary>
    BelowRange,

    /// <summary>A rate was confirmed, and no trial of the next one can be judged.</summary>
    ClientLimited,

    /// <summary>No rate was confirmed within the trials that a search may take, or trials failed.</summary>
    Undecided,

    /// <summary>Trials are still to come.</summary>
    UnderWay,
}

/// <summary>What fresh trials at one rate said.</summary>
/// <param name="Rate">Per second.</param>
/// <param name="Met">Those that kept the limit.</param>
/// <param name="Of">Those that say anything.</param>
public sealed record SearchBracket(double Rate, int Met, int Of);

/// <summary>The answer of a search.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Confirmed">The highest confirmed rate; null: none was.</param>
/// <param name="Refuted">The next one, which was refuted; null: none was.</param>
/// <param name="Trials">All that it took.</param>
public sealed record SearchFinding(SearchEnd End, SearchBracket? Confirmed, SearchBracket? Refuted, int Trials)
{
    /// <summary>Where all trials together have the percentile reach its limit; null: they do not say.</summary>
    public SearchEdge? Edge { get; init; }
}
