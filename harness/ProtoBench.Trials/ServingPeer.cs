using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>A <c>protobench-peer serve</c>.</summary>
internal sealed class ServingPeer(ChildProcess process) : IServingSide
{
    public ChildProcess Peer => process;

    public async Task<Ready> ReadyAsync(ServeOrder order, CancellationToken cancellationToken)
    {
        await process.SendAsync(order).ConfigureAwait(false);
        return await process.ExpectAsync<Ready>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TMessage> WhileServingAsync<TMessage>(
        Func<CancellationToken, Task<TMessage>> client, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = process.WaitForEndAsync(over.Token);
        var waiting = client(over.Token);
        var first = await Task.WhenAny(waiting, ended).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (first == ended && !cancellationToken.IsCancellationRequested)
        {
            // The client may fail in the same moment; its complaint about the lost server is the lesser news.
            await Task.WhenAny(waiting).ConfigureAwait(false);
            throw new TrialFailedException($"the {process.Name} {await ended.ConfigureAwait(false)} in the middle of the trial");
        }

        return await waiting.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
