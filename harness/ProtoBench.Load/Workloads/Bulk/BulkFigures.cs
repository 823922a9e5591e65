using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Bulk;

/// <summary>What transfers of datagrams tell besides their goodput.</summary>
internal static class BulkFigures
{
    // A sender that is late for its schedule sends what it owes at once, so that only one that cannot keep up at all stays below.
    private const double LeastOfRate = 0.95;

    /// <summary>Datagrams sent a second over the whole transfer, where they have a rate.</summary>
    public static WorkloadFigure Sent { get; } = new(
        "bulk-sent-rate", "datagrams sent a second", FigureUnit.PerSecond, LowerIsBetter: false)
    {
        Aside = true,
        Absence = "without a send-rate, and on byte streams, goodput says it all",
    };

    /// <summary>The part of its send-rate that the sender kept.</summary>
    public static WorkloadFigure Kept { get; } = new("bulk-rate-kept", "share of the send-rate", FigureUnit.Share, LowerIsBetter: false)
    {
        Aside = true,
        Absence = "there is no send-rate",
    };

    /// <summary>A sender that did not keep its rate measured something else than was asked.</summary>
    public static IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Figures?.TryGetValue(Kept.Key, out var kept) == true && kept < LeastOfRate)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the sender kept {kept:0%} of its send-rate; ask for less, or give it a faster processor");
        }
    }

    /// <summary>The figures of transfers that sent so many datagrams in so many seconds, by key; null: they have no rate.</summary>
    public static IReadOnlyDictionary<string, double>? Of(double? rate, int transfers, long sent, double seconds) =>
        rate is not { } each || seconds <= 0 || transfers == 0 ? null
        : new Dictionary<string, double> { [Sent.Key] = sent / seconds, [Kept.Key] = sent / seconds / (each * transfers) };
}
