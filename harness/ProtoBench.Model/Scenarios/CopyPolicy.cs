using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios;

/// <summary>
/// When a client sends a request once more that is not answered.
/// </summary>
public sealed record CopyPolicy
{
    /// <summary>
    /// Does the copy before stay in flight, so that the first answer of any wins (hedging; Dean and Barroso, "The Tail at Scale", CACM
    /// 2013)? Default false: it is given up when the next one leaves (a retry).
    /// </summary>
    public bool Hedges { get; init; }

    /// <summary>
    /// May the request be carried out twice (RFC 9110, 9.2.2)? Default true. False: it is sent again only when it is certain that the
    /// server has not begun it, which neither the time without an answer nor a lost connection tells; <see cref="After"/> has no meaning.
    /// </summary>
    public bool Idempotent { get; init; } = true;

    /// <summary>How long each copy is waited for; null: as long as <see cref="AfterQuantile"/> says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? After { get; init; }

    /// <summary>
    /// As long as this share of first copies took of late, 0.5 to 0.99; null: <see cref="After"/> says it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AfterQuantile { get; init; }

    /// <summary>Copies beside the first one, 1 to 5. Default 1.</summary>
    public int Most { get; init; } = 1;

    /// <summary>How many times as long as the one before each copy is waited for, 1 to 10. Default 1.</summary>
    public double Backoff { get; init; } = 1;

    /// <summary>How it is written, for readers: <c>50 ms</c>, <c>p95</c>.</summary>
    [JsonIgnore]
    public string Wait => AfterQuantile is { } quantile
        ? FormattableString.Invariant($"p{quantile * 100:0.#}")
        : FormattableString.Invariant($"{(After ?? default).TotalMilliseconds:0.###} ms");
}
