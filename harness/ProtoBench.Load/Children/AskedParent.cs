using ProtoBench.Load.Loops;

namespace ProtoBench.Load.Children;

/// <summary>
/// The server as a client can ask it, or have it stopped or restarted: the parent passes that on, or does it, and says when.
/// </summary>
/// <param name="parent">The parent.</param>
internal sealed class AskedParent(MessageChannel parent) : IServerControl
{
    private TaskCompletionSource<ChildMessage>? _asked;

    public async Task<ServerDrain> DrainAsync(bool atOnce, TimeSpan limit, CancellationToken cancellationToken) =>
        (await AskAsync<Drained>(new DrainOrder(atOnce, limit), cancellationToken).ConfigureAwait(false)).Drain;

    public async Task<ServerRestart> RestartAsync(TimeSpan down, CancellationToken cancellationToken) =>
        (await AskAsync<Restarted>(new RestartOrder(down), cancellationToken).ConfigureAwait(false)).Restart;

    public async Task<ServerSight> LookAsync(bool sockets, CancellationToken cancellationToken) =>
        (await AskAsync<Looked>(new LookQuestion(sockets), cancellationToken).ConfigureAwait(false)).Sight;

    /// <summary>A message has come. True: it is the answer that was waited for.</summary>
    public bool Take(ChildMessage message) =>
        message is Drained or Restarted or Looked && Interlocked.Exchange(ref _asked, null)?.TrySetResult(message) == true;

    private async Task<TAnswer> AskAsync<TAnswer>(ChildQuestion question, CancellationToken cancellationToken)
        where TAnswer : ChildMessage
    {
        var asked = new TaskCompletionSource<ChildMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _asked, asked, null) is not null)
        {
            throw new InvalidOperationException("the last order has not been answered yet");
        }

        parent.Write(question);
        return await asked.Task.WaitAsync(cancellationToken).ConfigureAwait(false) as TAnswer
            ?? throw new InvalidOperationException($"the parent answered '{question.GetType().Name}' with something else");
    }
}
