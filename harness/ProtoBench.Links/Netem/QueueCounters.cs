using System.Text.Json;

namespace ProtoBench.Links.Netem;

/// <summary>Counters of one kind of queue on a device, as <c>tc -s -j qdisc show</c> prints them.</summary>
/// <param name="Packets">Packets that left the queue (of an ingress queue: that arrived).</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Drops">Packets it dropped, those of queues inside it included.</param>
/// <param name="Waiting">Packets in it now.</param>
internal readonly record struct QueueCounters(long Packets, long Bytes, long Drops, long Waiting)
{
    /// <summary>The counters of the first queue of a kind; zeros when the device has none.</summary>
    /// <param name="json">What tc printed.</param>
    /// <param name="kind">netem, tbf, ingress.</param>
    /// <exception cref="JsonException">Not what tc prints.</exception>
    public static QueueCounters Read(string json, string kind)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var queue in document.RootElement.EnumerateArray())
        {
            if (queue.GetProperty("kind").ValueEquals(kind))
            {
                return new QueueCounters(Of(queue, "packets"), Of(queue, "bytes"), Of(queue, "drops"), Of(queue, "qlen"));
            }
        }

        return default;
    }

    private static long Of(JsonElement queue, string name) => queue.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
