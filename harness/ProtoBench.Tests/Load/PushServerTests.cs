using System.Collections.Concurrent;
using ProtoBench.Contract;
using ProtoBench.Load.Workloads.Push;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class PushServerTests
{
    private const int Wakes = 200;

    /// <summary>
    /// The pacing thread wakes one subscriber after the other. One that sends on a thread of its own may have taken the event by then and
    /// wait for the next: it then took that one before it had come, and each one after it, so that none was ever due.
    /// </summary>
    [Fact]
    public async Task A_wake_that_comes_late_takes_no_event_before_it_has_come()
    {
        var group = new PushGroup(
            new PushSchedule(Rate: 50, ArrivalLaw.Constant, Seed: 1, PushEvent.HeaderBytes, Subscribers: 1), ended: () => { });
        var subscriber = group.Join(0, polled: false);
        var stream = new SlowStream();
        using var over = new CancellationTokenSource();
        var pushing = PushServer.PushAsync(stream, group, 0, over.Token);
        for (var i = 0; i < Wakes; i++)
        {
            subscriber.Wake();
            await Task.Delay(1);
        }

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pushing.WaitAsync(Patience.LongLimit));

        var events = stream.Sent.Select(message => PushEvent.Read(message)).ToList();
        Assert.True(events.Count > 1, $"{events.Count} events");
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(one => (int)one.Number));
        Assert.All(events, one => Assert.InRange(one.Intended, 1, one.Sent));
    }

    /// <summary>Goes on with another thread whenever something is sent, as a transport does that has to wait.</summary>
    private sealed class SlowStream : IMessageStream
    {
        public ConcurrentQueue<byte[]> Sent { get; } = new();

        public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
        {
            if (!message.IsEmpty)
            {
                Sent.Enqueue(message.ToArray());
            }

            await Task.Yield();
        }

        public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return null;
        }

        public ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
