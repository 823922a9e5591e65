using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>The server's side of one stream: answers, speaks or listens, as the first message says, until the client has ended.</summary>
internal static class StreamServer
{
    /// <exception cref="InvalidDataException">The first message is no order.</exception>
    public static async Task RunAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        var first = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("the client ended its side before it said what to do");
        var order = StreamOrder.Read(first.Span);
        await (order.Way switch
        {
            StreamWay.Up => ListenAsync(stream, order, cancellationToken),
            StreamWay.Down => SpeakAsync(stream, order, cancellationToken),
            _ => AnswerAsync(stream, order, cancellationToken),
        }).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(IMessageStream stream, StreamOrder order, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> answer = Payload.Create(order.ResponseBytes);
        while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            Check(message.Length, order.RequestBytes);
            await stream.SendAsync(answer, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ListenAsync(IMessageStream stream, StreamOrder order, CancellationToken cancellationToken)
    {
        var tally = new OneWayTally();
        while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            Check(message.Length, order.RequestBytes);
            tally.Add(OneWayStamp.Read(message.Span), LoadClock.Now, order.LimitNanoseconds);
        }

        await stream.SendAsync(tally.ToMessage(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task SpeakAsync(IMessageStream stream, StreamOrder order, CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pacer = new OneWayPacer(stream, order, order.ResponseBytes, window: null, sent: null, abort.Token);
        var speaking = pacer.Start();
        try
        {
            if (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                throw new InvalidDataException($"the client only listens, and sent a message of {message.Length} bytes");
            }
        }
        catch
        {
            // The stream is broken: what is being sent need not be waited for.
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            pacer.End();
            await speaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await speaking.ConfigureAwait(false);
        var end = new byte[OneWayStamp.Bytes];
        OneWayStamp.End.Write(end);
        await stream.SendAsync(end, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(int length, int agreed)
    {
        if (length != agreed)
        {
            throw new InvalidDataException($"a message has {length} bytes, agreed on were {agreed}");
        }
    }
}
