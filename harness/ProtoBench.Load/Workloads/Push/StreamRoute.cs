using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>Events come on a stream of messages, which the protocol offers itself.</summary>
/// <param name="application">The server part's name.</param>
internal sealed class StreamRoute(string application) : IEventRoute
{
    public async Task ListenAsync(
        IProtocolConnection connection, PushCall join, PushListener listener, CancellationToken cancellationToken)
    {
        var streams = connection as IMessageStreamConnection
            ?? throw new NotSupportedException($"{connection.Facts.Protocol} has no streams on which a server could speak first");
        var since = LoadClock.Now;
        var stream = await streams.OpenStreamAsync(application, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.SendAsync(join.ToMessage(), cancellationToken).ConfigureAwait(false);
            _ = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new BadResponseException("the server ended its side before anybody had subscribed");
            listener.Subscribed(since);
            listener.Delivery = DeliverySetting.Told(Delivery.Stream, null);
            while (!listener.IsDone)
            {
                var message = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                    ?? throw new BadResponseException("the server ended its side by itself");
                listener.Accept(message.Span);
            }

            await stream.EndAsync(cancellationToken).ConfigureAwait(false);
            while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
            }
        }
    }
}
