namespace ProtoBench.Load.Kinds;

/// <summary>A part of an arm's figure whose reason is known, so that what an arm has more of it explains as much of a difference.</summary>
/// <param name="Figure">
/// Of which figure: <see cref="P50"/>, <see cref="P99"/>, <see cref="Mean"/> or the key of one of the kind's own.
/// </param>
/// <param name="Cause">The reason in a few words, the same for every arm.</param>
/// <param name="Part">How much of the figure, in its unit; of one of which more is better, how much it lacks.</param>
/// <param name="How">A clause with its numbers, which begins a sentence.</param>
internal sealed record KnownPart(string Figure, string Cause, double Part, string How)
{
    /// <summary>Median latency, in microseconds.</summary>
    public const string P50 = "p50";

    /// <summary>99th percentile of the latency, in microseconds.</summary>
    public const string P99 = "p99";

    /// <summary>
    /// Mean time of an exchange of which a fixed number is in flight, in microseconds: that number divided by their rate. It is why a rate
    /// is low.
    /// </summary>
    public const string Mean = "mean";

    /// <summary>Are the handshakes of a cold connection in it, so that nobody else counts them?</summary>
    public bool HasHandshakes { get; init; }
}
