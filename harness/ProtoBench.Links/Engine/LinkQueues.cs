using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Links.Engine;

/// <summary>What waited in front of a link's rates in a trial's window. Pure.</summary>
internal static class LinkQueues
{
    // One packet is the one being sent, which waits for nobody.
    private const int FewestPackets = 2;

    /// <summary>Of each way in which packets waited for others.</summary>
    /// <param name="queues">Of each direction; null: it has no rate, or nobody tells.</param>
    /// <param name="origin">The link's start on the clock of the window.</param>
    /// <param name="window">In which time.</param>
    public static IReadOnlyList<LinkQueueSeries> Of(Func<LinkDirection, QueueTimeline?> queues, long origin, LinkWindow window)
    {
        var (from, to) = (window.Start - origin, window.Start - origin + (long)(window.Seconds * 1e9));
        return
        [
            .. Enum.GetValues<LinkDirection>()
                .Select(direction => (
                    Way: direction == LinkDirection.Up ? "up" : "down", Slices: queues(direction)?.Between(from, to).ToList()))
                .Where(one => one.Slices?.Exists(slice => slice.Packets >= FewestPackets) == true)
                .Select(one => Series(one.Way, one.Slices!, from)),
        ];
    }

    private static LinkQueueSeries Series(string side, List<(long From, long To, int Packets, int Bytes)> slices, long from)
    {
        var together = (slices.Count + LinkQueueSeries.Most - 1) / LinkQueueSeries.Most;
        var kept = slices.Chunk(together).ToList();
        return new LinkQueueSeries
        {
            Side = side,
            SliceSeconds = together * (slices[0].To - slices[0].From) / 1e9,
            Seconds = [.. kept.Select(some => Math.Round((some[0].From - from) / 1e9, 3))],
            Packets = [.. kept.Select(some => some.Max(slice => slice.Packets))],
            Bytes = [.. kept.Select(some => some.Max(slice => slice.Bytes))],
        };
    }
}
