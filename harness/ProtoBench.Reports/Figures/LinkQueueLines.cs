using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Figures;

/// <summary>What waited in front of the emulated link's rates in each arm's middle trial, in a line.</summary>
internal static class LinkQueueLines
{
    /// <summary>
    /// Fewer packets are told of nowhere, where no arm of the load point had more: what is written together always waits for itself.
    /// </summary>
    public const int FewestPackets = 10;

    /// <summary>Empty where nothing waited long.</summary>
    public static IEnumerable<string> Of(LoadSummary load)
    {
        if (Has(load))
        {
            var told = load.Cells.Where(cell => Shown(cell) is not null).Select(Words);
            yield return $"Queue of the link, of the middle trial: {string.Join("; ", told)}.";
        }
    }

    public static bool Has(LoadSummary load) => load.Cells.Any(
        cell => Shown(cell) is var (_, queues) && queues.Any(queue => queue.Packets.Max() >= FewestPackets));

    /// <summary>Both ways of the cell's middle trial, as far as packets waited; null: it has none.</summary>
    public static (TrialResult Trial, IReadOnlyList<LinkQueueSeries> Queues)? Shown(CellSummary cell) =>
        cell.Succeeded.Count > 0 && SeriesCharts.Middle(cell) is { Measurement.LinkQueues: { Count: > 0 } queues } trial
            ? (trial, queues)
            : null;

    /// <summary>For example <c>tcp: to the client up to 83 packets (122 KiB), median 51</c>.</summary>
    public static string Words(CellSummary cell)
    {
        var (_, queues) = Shown(cell) ?? throw new ArgumentException("nothing waited in its middle trial", nameof(cell));
        var ways = queues.OrderByDescending(queue => queue.Bytes.Max()).Select(queue =>
            $"to the {(queue.Side == "up" ? "server" : "client")} up to {Plural.Of(queue.Packets.Max(), "packet")} "
                + $"({NumberText.Of(queue.Bytes.Max(), Quantity.Bytes)}), median {NumberText.Whole(Median(queue.Packets))}");
        return $"{cell.Arm}: {string.Join(", ", ways)}";
    }

    private static int Median(IReadOnlyList<int> values) => values.Order().ElementAt((values.Count - 1) / 2);
}
