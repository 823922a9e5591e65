using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>Several clients of one server that do the same at the same time. One that fails is the failure of all, at once.</summary>
internal static class TogetherClients
{
    /// <summary>What each says, in their order.</summary>
    /// <param name="clients">All of them.</param>
    /// <param name="ask">Has one do it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public static async Task<IReadOnlyList<TMessage>> AllAsync<TMessage>(
        IReadOnlyList<ChildProcess> clients,
        Func<ChildProcess, int, CancellationToken, Task<TMessage>> ask,
        CancellationToken cancellationToken)
        where TMessage : ChildMessage
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = clients.Select((client, number) => OneAsync(client, number)).ToList();
        var ended = clients.Select((client, number) => clients.Count == 1 ? null : EndAsync(client, number)).OfType<Task>().ToList();
        try
        {
            var waiting = asked.ToList<Task>();
            while (waiting.Count > 0)
            {
                var first = await Task.WhenAny(waiting.Concat(ended)).ConfigureAwait(false);
                await first.ConfigureAwait(false);
                waiting.Remove(first);
            }

            return await Task.WhenAll(asked).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(asked.Concat(ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<TMessage> OneAsync(ChildProcess client, int number)
        {
            try
            {
                return await ask(client, number, over.Token).ConfigureAwait(false);
            }
            catch (TrialFailedException error) when (clients.Count > 1)
            {
                throw new TrialFailedException($"of {clients.Count} clients, number {number + 1}: {error.Message}");
            }
        }

        // One that has answered and waits for the others is asked nothing, so nothing else would tell. One that has not says itself why.
        async Task EndAsync(ChildProcess client, int number)
        {
            var how = await client.WaitForEndAsync(over.Token).ConfigureAwait(false);
            if (!asked[number].IsCompletedSuccessfully)
            {
                await asked[number].ConfigureAwait(false);
            }

            throw new TrialFailedException($"client {number + 1} of {clients.Count} {how} in the middle of the trial");
        }
    }
}
