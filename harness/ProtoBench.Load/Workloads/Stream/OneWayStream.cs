using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>The client's side of one stream with messages one way.</summary>
/// <param name="application">The server part's name.</param>
/// <param name="order">What is said on it.</param>
/// <param name="window">Messages that are due in it are measured.</param>
/// <param name="meter">Counts messages that were sent, or that came.</param>
/// <param name="serverClock">Reads the server's clock on the client's; the server knows nothing of that.</param>
internal sealed class OneWayStream(
    string application, StreamOrder order, LoadWindow window, TransferMeter meter, ClockMap serverClock = default)
{
    /// <summary>What the receiver kept, where it is this side or when the server has told it.</summary>
    public OneWayTally Tally { get; private set; } = new();

    /// <summary>From before the stream was opened until its first message was read, in nanoseconds; 0: none was read here.</summary>
    public long First { get; private set; }

    public async Task RunAsync(IProtocolConnection connection, CancellationToken stop, CancellationToken cancellationToken)
    {
        var streams = connection as IMessageStreamConnection
            ?? throw new NotSupportedException($"{connection.Facts.Protocol} has no streams that carry messages in both directions");
        var opened = LoadClock.Now;
        var stream = await streams.OpenStreamAsync(application, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.SendAsync(order.ToMessage(), cancellationToken).ConfigureAwait(false);
            await (order.Way == StreamWay.Up
                ? SpeakAsync(stream, stop, cancellationToken)
                : ListenAsync(stream, opened, stop, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task SpeakAsync(IMessageStream stream, CancellationToken stop, CancellationToken cancellationToken)
    {
        var pacer = new OneWayPacer(
            stream, order, order.RequestBytes, window, meter, cancellationToken, serverClock.Inverted());
        using var stopping = stop.UnsafeRegister(static state => ((OneWayPacer)state!).End(), pacer);
        await pacer.Start().ConfigureAwait(false);
        await stream.EndAsync(cancellationToken).ConfigureAwait(false);
        var account = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new BadResponseException("the server ended the stream without its account");
        Tally = OneWayTally.OfMessage(account.Span);
        await EndOfAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private async Task ListenAsync(
        IMessageStream stream, long opened, CancellationToken stop, CancellationToken cancellationToken)
    {
        var ending = EndWhenStoppedAsync(stream, stop, cancellationToken);
        while (true)
        {
            var message = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new BadResponseException("the server ended its side by itself");
            var now = LoadClock.Now;
            if (message.Length < OneWayStamp.Bytes)
            {
                throw new BadResponseException($"a message has {message.Length} bytes, agreed on were {order.ResponseBytes}");
            }

            var stamp = OneWayStamp.Read(message.Span);
            if (stamp.IsEnd)
            {
                break;
            }

            if (message.Length != order.ResponseBytes)
            {
                throw new BadResponseException($"a message has {message.Length} bytes, agreed on were {order.ResponseBytes}");
            }

            stamp = stamp with { Intended = serverClock.Read(stamp.Intended), Sent = serverClock.Read(stamp.Sent) };
            First = First > 0 ? First : now - opened;
            meter.Add(message.Length);
            var measured = window.Contains(stamp.Intended) ? window.End - window.Start : 0;
            Tally.Add(stamp with { Window = measured }, now, order.LimitNanoseconds);
        }

        await ending.ConfigureAwait(false);
        await EndOfAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private static async Task EndWhenStoppedAsync(IMessageStream stream, CancellationToken stop, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopping = stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped);
        await stopped.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await stream.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task EndOfAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        if (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } more)
        {
            throw new BadResponseException($"the server sent {more.Length} bytes behind the end of its side");
        }
    }
}
