using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>Events come as server-sent events, in a response that the client leaves.</summary>
/// <param name="application">The server part's name.</param>
internal sealed class SseRoute(string application) : IEventRoute
{
    public async Task ListenAsync(
        IProtocolConnection connection, PushCall join, PushListener listener, CancellationToken cancellationToken)
    {
        var since = LoadClock.Now;
        var events = await PollRoute.Requests(connection)
            .RequestEventsAsync(application, join.ToMessage(), AnswerForm.EventStream, cancellationToken).ConfigureAwait(false);
        await using (events.ConfigureAwait(false))
        {
            _ = await events.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new BadResponseException("the server ended its answer before anybody had subscribed");
            listener.Subscribed(since);
            listener.Delivery = DeliverySetting.Told(Delivery.Sse, events.Form);
            while (!listener.IsDone)
            {
                var message = await events.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                    ?? throw new BadResponseException("the server ended its answer by itself");
                listener.Accept(message.Span);
            }
        }
    }
}
