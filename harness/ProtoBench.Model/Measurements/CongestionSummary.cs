namespace ProtoBench.Model.Measurements;

/// <summary>What a <see cref="CongestionSeries"/> comes to. Pure.</summary>
/// <param name="Lowest">Smallest congestion window seen, in segments.</param>
/// <param name="Highest">Largest one.</param>
/// <param name="Median">The one in the middle of the instants.</param>
/// <param name="Cuts">
/// How often the threshold was set below the window, as reno and cubic do after a loss (RFC 5681; RFC 9438). Between two instants several
/// count as one, so there were at least as many.
/// </param>
/// <param name="RoundTripMicroseconds">Median of the smoothed round trips.</param>
/// <param name="DeviationMicroseconds">Median of their mean deviations; null: not kept.</param>
/// <param name="DeliveryRate">Median of the kernel's estimates, in bytes per second.</param>
/// <param name="SentAgain">Segments sent again from the first instant to the last.</param>
internal sealed record CongestionSummary(
    int Lowest, int Highest, int Median, int Cuts, int RoundTripMicroseconds, int? DeviationMicroseconds, long DeliveryRate, long SentAgain)
{
    /// <param name="series">With at least one instant.</param>
    public static CongestionSummary Of(CongestionSeries series) => new(
        series.Windows.Min(),
        series.Windows.Max(),
        Middle(series.Windows),
        Enumerable.Range(1, series.Windows.Count - 1).Count(i => IsCut(series, i)),
        Middle(series.RoundTripMicroseconds),
        series.DeviationMicroseconds is { Count: > 0 } deviations ? Middle(deviations) : null,
        Middle(series.DeliveryRates),
        series.SentAgain[^1] - series.SentAgain[0]);

    // Leaving slow start without a loss sets the threshold too, to the window as it is then (HyStart, RFC 9406), which has only grown.
    private static bool IsCut(CongestionSeries series, int i) =>
        series.Thresholds[i] is { } threshold && threshold != series.Thresholds[i - 1] && threshold < series.Windows[i - 1];

    private static T Middle<T>(IReadOnlyList<T> values) => values.Order().ElementAt((values.Count - 1) / 2);
}
