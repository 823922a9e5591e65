using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>A loop over lanes whose exchanges are messages on open streams: it ends the streams behind the last message.</summary>
internal sealed class ConversationLoop(ILoadLoop loop, LaneSet lanes, Conversation conversation) : ILoadLoop
{
    // Nothing is in flight any more: a stream that does not end within this is left to the end of its connection.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    public LoadProgress Progress => loop.Progress;

    public LoadWindow Window => loop.Window;

    public void Start() => loop.Start();

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => loop.SettleAsync(limit, cancellationToken);

    public void Open(TimeSpan duration) => loop.Open(duration);

    public async Task StopAsync(TimeSpan drain)
    {
        await loop.StopAsync(drain).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(EndLimit);
        await Task.WhenAll(lanes.Lanes.Select(lane => Conversation.EndAsync(lane, limit.Token))).ConfigureAwait(false);
    }

    public Measurement Report(Measurement measurement) => loop.Report(measurement) with { Times = conversation.Times };

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        conversation.Dispose();
    }
}
