using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>The client asks for events, again and again. The server knows how far each subscriber is, so all requests are equal.</summary>
/// <param name="application">The server part's name.</param>
/// <param name="interval">From an answer to the next request, which is answered at once; null: none, and the server waits for an event.</param>
internal sealed class PollRoute(string application, TimeSpan? interval) : IEventRoute
{
    // Subscribers that all asked at the same instants would be one. Multiples of the golden ratio are spread evenly, however many there are
    // (Knuth, The Art of Computer Programming 3, 6.4).
    private const double GoldenRatio = 0.6180339887498949;

    /// <exception cref="NotSupportedException">The connection has none.</exception>
    public static IEventRequestConnection Requests(IProtocolConnection connection) => connection as IEventRequestConnection
        ?? throw new NotSupportedException($"{connection.Facts.Protocol} has no requests that could ask for events");

    public async Task ListenAsync(
        IProtocolConnection connection, PushCall join, PushListener listener, CancellationToken cancellationToken)
    {
        var requests = Requests(connection);
        var since = LoadClock.Now;
        await AskAsync(requests, join with { Verb = PushVerb.Register }, null, cancellationToken).ConfigureAwait(false);
        listener.Subscribed(since);
        if (interval is { } phase)
        {
            await Task.Delay(phase * (join.Subscriber * GoldenRatio % 1), cancellationToken).ConfigureAwait(false);
        }

        var ask = new PushCall(interval is null ? PushVerb.Await : PushVerb.Take, join.Group, join.Subscriber);
        while (!listener.IsDone)
        {
            await AskAsync(requests, ask, listener, cancellationToken).ConfigureAwait(false);
            listener.Answered();
            if (interval is { } pause)
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }

        await AskAsync(requests, ask with { Verb = PushVerb.Leave }, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task AskAsync(
        IEventRequestConnection requests, PushCall call, PushListener? listener, CancellationToken cancellationToken)
    {
        var answer = await requests.RequestEventsAsync(
            application, call.ToMessage(), AnswerForm.Whole, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            while (await answer.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                listener?.Accept(message.Span);
            }
        }
    }
}
