using System.Collections.Concurrent;
using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// The server's part: groups of subscribers, each of which gets the events of its own schedule, on streams that stay open or as the answers
/// of requests.
/// </summary>
internal sealed class PushServer
{
    /// <summary>How long a request is held when nothing comes: 30 s, as long-polling consumers of Kafka have it, and proxies.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(30);

    // A larger answer to a request is cut; the rest is there when it asks again.
    private const int MostAnswerBytes = 1 << 20;

    private readonly ConcurrentDictionary<ulong, PushGroup> _groups = new();

    /// <exception cref="InvalidDataException">The client asks for what cannot be.</exception>
    public async Task RunAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        var first = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        var call = PushCall.Read(first is { } message ? message.Span : default);
        switch (call.Verb)
        {
            case PushVerb.Subscribe when call.Schedule is not null:
                await PushAsync(stream, Join(call, polled: false), call.Subscriber, cancellationToken).ConfigureAwait(false);
                return;
            case PushVerb.Register when call.Schedule is not null:
                Join(call, polled: true);
                await stream.SendAsync(default, cancellationToken).ConfigureAwait(false);
                return;
            case PushVerb.Take or PushVerb.Await:
                await AnswerAsync(stream, Find(call), call, cancellationToken).ConfigureAwait(false);
                return;
            case PushVerb.Leave:
                Find(call).Leave(call.Subscriber);
                return;
            default:
                throw new InvalidDataException($"verb {(int)call.Verb} of a subscription is not known");
        }
    }

    private PushGroup Join(PushCall call, bool polled)
    {
        var group = _groups.GetOrAdd(call.Group, key => new PushGroup(call.Schedule!, () => _groups.TryRemove(key, out _)));
        group.Join(call.Subscriber, polled);
        return group;
    }

    private PushGroup Find(PushCall call) => _groups.TryGetValue(call.Group, out var group)
        ? group
        : throw new InvalidDataException($"there is no group {call.Group} of subscribers");

    /// <summary>Sends a subscriber that has joined all events, until the client ends its side or is gone.</summary>
    public static async Task PushAsync(IMessageStream stream, PushGroup group, int number, CancellationToken cancellationToken)
    {
        var subscriber = group.Find(number);
        var message = Payload.Create(group.Schedule.MessageBytes);
        Task leaving = Task.CompletedTask;
        try
        {
            // An empty message says that it has joined.
            await stream.SendAsync(default, cancellationToken).ConfigureAwait(false);
            leaving = WaitForEndAsync(stream, group, number, cancellationToken);
            while (true)
            {
                await subscriber.WaitAsync(long.MaxValue).ConfigureAwait(false);
                if (subscriber.HasLeft)
                {
                    break;
                }

                if (group.TryTake(subscriber, out var pushed))
                {
                    pushed.Write(message);
                    await stream.SendAsync(message, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            group.Leave(number);
        }

        await leaving.ConfigureAwait(false);
    }

    // The client ends its side, or is gone.
    private static async Task WaitForEndAsync(IMessageStream stream, PushGroup group, int number, CancellationToken cancellationToken)
    {
        try
        {
            while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
            }
        }
        finally
        {
            group.Leave(number);
        }
    }

    private static async Task AnswerAsync(IMessageStream stream, PushGroup group, PushCall call, CancellationToken cancellationToken)
    {
        var subscriber = group.Find(call.Subscriber);
        subscriber.BeginTaking();
        try
        {
            if (call.Verb == PushVerb.Await)
            {
                using var gone = cancellationToken.UnsafeRegister(static waiting => ((PushSubscriber)waiting!).Wake(), subscriber);
                var until = LoadClock.Now + (long)(LongestHold.TotalSeconds * 1e9);
                while (!subscriber.HasReason && LoadClock.Now < until && !cancellationToken.IsCancellationRequested)
                {
                    await subscriber.WaitAsync(until).ConfigureAwait(false);
                }
            }

            var message = Payload.Create(group.Schedule.MessageBytes);
            for (var left = MostAnswerBytes; left > 0 && group.TryTake(subscriber, out var taken); left -= message.Length)
            {
                taken.Write(message);
                await stream.SendAsync(message, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            subscriber.EndTaking();
        }
    }
}
