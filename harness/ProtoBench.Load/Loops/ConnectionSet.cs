using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>All connections of one client.</summary>
internal sealed class ConnectionSet : IAsyncDisposable
{
    private readonly OpeningTally _openings;

    private ConnectionSet(IReadOnlyList<ConnectionSlot> slots, ConnectionFacts facts, OpeningTally openings) =>
        (Slots, Facts, _openings) = (slots, facts, openings);

    public IReadOnlyList<ConnectionSlot> Slots { get; }

    /// <summary>What the first connection negotiated; all were made with the same settings.</summary>
    public ConnectionFacts Facts { get; }

    public int Reopened => Slots.Sum(slot => slot.Reopened);

    /// <summary>What the server closed as it had announced; null when there was nothing.</summary>
    public AnnouncedCloses? Announced => AnnouncedTally.Sum(Slots.Select(slot => slot.Announced));

    /// <summary>How the server closed connections that were opened again without a failure; null when there were none.</summary>
    public IReadOnlyList<ConnectionEnding>? Endings => AnnouncedTally.List(Slots.Select(slot => slot.Announced));

    /// <summary>Where opening all connections took its time; null where the protocol does not tell.</summary>
    public ConnectionOpenings? Openings => _openings.Report();

    /// <summary>
    /// <see cref="Facts"/>, and what has been learned since: what the server told of itself, what a codec made of messages,
    /// and what the first connection knows of itself.
    /// </summary>
    public ConnectionFacts LearnedFacts
    {
        get
        {
            var learned = new Dictionary<string, string>(Facts.More);
            if (Slots.Select(slot => slot.Notices?.StreamLimit).FirstOrDefault(limit => limit is not null) is { } streams)
            {
                learned[ServerFacts.StreamLimit] = Number(streams);
            }

            var encoded = Slots.Select(slot => (slot.Connection as ICodedConnection)?.Encoded);
            if (encoded.FirstOrDefault(sizes => sizes is not null) is { } sizes)
            {
                learned[CodecFactNames.RequestBytes] = Number(sizes.Request);
                learned[CodecFactNames.ResponseBytes] = Number(sizes.Response);
                if (sizes is { SentRequest: { } sent, SentResponse: { } answered })
                {
                    learned[CodecFactNames.SentRequestBytes] = Number(sent);
                    learned[CodecFactNames.SentResponseBytes] = Number(answered);
                }
            }

            if (Slots is [{ Connection: ILearningConnection learning }, ..])
            {
                foreach (var (name, value) in learning.Learned)
                {
                    learned[name] = value;
                }
            }

            return learned.Count == Facts.More.Count ? Facts : Facts with { More = learned };
        }
    }

    /// <summary>Late replies of all connections, or null where the protocol has none by nature.</summary>
    public long? LateReplies => Slots is [{ Connection: IDatagramConnection }, ..] ? Slots.Sum(slot => slot.LateReplies) : null;

    /// <summary>For a client that opens connections of its own, which nobody sees.</summary>
    /// <param name="facts">What is known of them.</param>
    public static ConnectionSet None(ConnectionFacts facts) => new([], facts, new OpeningTally());

    /// <summary>Opens <paramref name="count"/> connections one after the other, so that a listen backlog is never the limit.</summary>
    /// <param name="protocol">Whose.</param>
    /// <param name="settings">Of all of them.</param>
    /// <param name="count">At least one.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="serverName">Is resolved for each of them; null: they go to the settings' address.</param>
    public static async Task<ConnectionSet> ConnectAsync(
        IProtocol protocol, EndpointSettings settings, int count, CancellationToken cancellationToken, string? serverName = null)
    {
        var slots = new List<ConnectionSlot>(count);
        var openings = new OpeningTally();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var (resolved, dns) = await ServerName.ResolveAsync(settings, serverName, cancellationToken).ConfigureAwait(false);
                var connection = await protocol.ConnectAsync(resolved, cancellationToken).ConfigureAwait(false);
                openings.Add(connection, dns);
                slots.Add(new ConnectionSlot(protocol, settings, connection, openings, serverName));
            }

            return new ConnectionSet(slots, slots[0].Connection.Facts, openings);
        }
        catch
        {
            await DisposeAllAsync(slots).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// How long a connection may have idled to be used again, where its server keeps it for <paramref name="limit"/>: HttpClient too keeps
    /// a second's distance.
    /// </summary>
    public static TimeSpan UsableIdle(TimeSpan limit) => limit - TimeSpan.FromSeconds(Math.Min(1, limit.TotalSeconds / 2));

    /// <summary>
    /// Replaces connections whose servers keep them no longer than <paramref name="idle"/>, as they have said. Nothing may be in flight.
    /// </summary>
    public async Task RenewAsync(TimeSpan idle, CancellationToken cancellationToken)
    {
        foreach (var slot in Slots)
        {
            if (slot.Notices?.IdleLimit is { } limit && idle >= UsableIdle(limit))
            {
                try
                {
                    await slot.ReplaceAsync(slot.Connection, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception error) when (ExchangeFailure.IsConnectionLost(error))
                {
                    // The first exchange on it meets the same and is counted; here is nobody to tell.
                    return;
                }
            }
        }
    }

    public ValueTask DisposeAsync() => DisposeAllAsync(Slots);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static async ValueTask DisposeAllAsync(IReadOnlyList<ConnectionSlot> slots)
    {
        foreach (var slot in slots)
        {
            await slot.DisposeAsync().ConfigureAwait(false);
        }
    }
}
