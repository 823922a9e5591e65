using System.Text.Json.Serialization;

namespace ProtoBench.Model.Results;

/// <summary>
/// Where the time of a trial went, in seconds, each rounded to a tenth of a millisecond. Of trials that were measured in turns, each has an
/// equal share of what the whole round took. A link and its certificate are not in it.
/// </summary>
public sealed record TrialTimes
{
    /// <summary>
    /// From the trial's begin until both processes are up and the server listens; in a round also until all are connected.
    /// </summary>
    public required double Start { get; init; }

    /// <summary>From then until every connection is up; 0 in a round, where it is part of <see cref="Start"/>.</summary>
    public required double Connect { get; init; }

    /// <summary>Keeping the server busy: warm-up, lead-in, window, and what ends after it; in a round also rehearsals.</summary>
    public required double Load { get; init; }

    /// <summary>Collecting what was measured, and ending both processes.</summary>
    public required double End { get; init; }

    /// <summary>From the trial's begin, or its round's, until its first measured exchange could start.</summary>
    public required double UntilWindow { get; init; }

    /// <summary>What the trial took besides its load.</summary>
    [JsonIgnore]
    public double Outside => Start + Connect + End;
}
