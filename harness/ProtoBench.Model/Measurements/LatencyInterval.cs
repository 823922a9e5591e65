using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// Latencies of the exchanges that began in one stretch of a trial: response times in an open loop, service times in a closed one, all in
/// microseconds. Percentiles are exact to 3 %, and null with fewer than ten exchanges beyond them.
/// </summary>
/// <param name="From">Begin of the stretch, in seconds from the window's start.</param>
/// <param name="To">Its end.</param>
/// <param name="Count">Exchanges that began in it and completed or timed out.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Maximum">The longest of them, exact.</param>
public sealed record LatencyInterval(double From, double To, long Count, double? P50, double? P90, double? P99, double Maximum)
{
    /// <summary>How many of them lie in each band of latency, as <see cref="LatencyBands"/> writes it; null: not kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Bands { get; init; }
}
