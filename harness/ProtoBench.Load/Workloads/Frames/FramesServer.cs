using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>
/// The server's side: sends frames until its client ends the stream, or receives them and tells the client what has arrived. A receipt has
/// the last frames and is sent every few of them, so that one that is lost hides nothing.
/// </summary>
internal static class FramesServer
{
    /// <summary>Frames in a receipt, each of which so stands in four of them: at 10 % loss, one in ten thousand is not told.</summary>
    public const int Told = 32;

    private const int Every = 8;

    /// <exception cref="InvalidDataException">The first message is no order.</exception>
    public static async Task RunAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        if (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return;
        }

        var order = FrameOrder.Read(first.Span);
        if (!order.FromServer)
        {
            await ReceiveAsync(stream, order, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = FrameSender.RunAsync(stream, order.FrameBytes, order.PerSecond, over.Token, cancellationToken);
        try
        {
            // Repeated orders only say that the client is still there.
            while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReceiveAsync(IMessageStream stream, FrameOrder order, CancellationToken cancellationToken)
    {
        var ring = new ArrivedFrame[Told];
        var receipt = new byte[Told * ArrivedFrame.Bytes];
        long count = 0;
        while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            var now = LoadClock.Now;
            var header = message.Length == FrameOrder.Bytes ? null : FrameHeader.Read(message.Span);
            if (header is null)
            {
                // A repeated order.
                continue;
            }

            if (header.Value.Number >= 0)
            {
                if (message.Length != order.FrameBytes)
                {
                    throw new BadResponseException($"a frame has {message.Length} bytes, agreed on were {order.FrameBytes}");
                }

                ring[count++ % Told] = new ArrivedFrame(header.Value, now);
                if (count % Every != 0)
                {
                    continue;
                }
            }

            var told = (int)Math.Min(count, Told);
            for (var i = 0; i < told; i++)
            {
                ring[(count - told + i) % Told].Write(receipt.AsSpan(i * ArrivedFrame.Bytes));
            }

            await stream.SendAsync(receipt.AsMemory(0, told * ArrivedFrame.Bytes), cancellationToken).ConfigureAwait(false);
        }
    }
}
