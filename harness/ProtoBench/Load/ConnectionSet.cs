using ProtoBench.Protocols;

namespace ProtoBench.Load;

/// <summary>All connections of one client.</summary>
internal sealed class ConnectionSet : IAsyncDisposable
{
    private ConnectionSet(IReadOnlyList<ConnectionSlot> slots)
    {
        Slots = slots;
        Facts = slots[0].Connection.Facts;
    }

    public IReadOnlyList<ConnectionSlot> Slots { get; }

    /// <summary>What the first connection negotiated; all were made with the same settings.</summary>
    public ConnectionFacts Facts { get; }

    public int Reopened => Slots.Sum(slot => slot.Reopened);

    /// <summary>Late replies of all connections, or null where the protocol has none by nature.</summary>
    public long? LateReplies => Slots[0].Connection is IDatagramConnection ? Slots.Sum(slot => slot.LateReplies) : null;

    /// <summary>Opens <paramref name="count"/> connections one after the other, so that a listen backlog is never the limit.</summary>
    public static async Task<ConnectionSet> ConnectAsync(
        IProtocol protocol, EndpointSettings settings, int count, CancellationToken cancellationToken)
    {
        var slots = new List<ConnectionSlot>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var connection = await protocol.ConnectAsync(settings, cancellationToken).ConfigureAwait(false);
                slots.Add(new ConnectionSlot(protocol, settings, connection));
            }

            return new ConnectionSet(slots);
        }
        catch
        {
            await DisposeAllAsync(slots).ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => DisposeAllAsync(Slots);

    private static async ValueTask DisposeAllAsync(IReadOnlyList<ConnectionSlot> slots)
    {
        foreach (var slot in slots)
        {
            await slot.DisposeAsync().ConfigureAwait(false);
        }
    }
}
