using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>The client asks for events, again and again. The server knows how far each subscriber is, so all requests are equal.</summary>
/// <param name="application">The server part's name.</param>
/// <param name="interval">From an answer to the next request, which is answered at once; null: none, and the server waits.</param>
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
            var asked = LoadClock.Now;
            await AskAsync(requests, ask, listener, cancellationToken).ConfigureAwait(false);
            listener.Answered(asked);
            if (interval is { } pause)
            {
                var answered = LoadClock.Now;

                // Timers count milliseconds of a coarse clock, and were seen to end 1.5 ms early.
                for (var left = pause; left > TimeSpan.Zero; left = pause - TimeSpan.FromMicroseconds((LoadClock.Now - answered) / 1e3))
                {
                    await Task.Delay(Math.Max(1, (int)Math.Ceiling(left.TotalMilliseconds)), cancellationToken).ConfigureAwait(false);
                }

                listener.Paused(LoadClock.Now - answered);
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

            listener?.Delivery = DeliverySetting.Told(interval is null ? Delivery.LongPolling : Delivery.ShortPolling, answer.Form);
        }
    }
}
