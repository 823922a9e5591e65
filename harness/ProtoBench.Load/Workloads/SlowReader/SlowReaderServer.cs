using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>
/// The server's side of one stream: sends messages of the size that the client's first one says, as fast as the stream takes them, until
/// the client has ended its side. Then it sends an empty message, and behind it what it knew meanwhile.
/// </summary>
internal static class SlowReaderServer
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <exception cref="InvalidDataException">The first message is no size.</exception>
    public static async Task RunAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        var first = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        var messageBytes = first is { Length: sizeof(int) } size ? BinaryPrimitives.ReadInt32LittleEndian(size.Span) : 0;
        if (messageBytes is < 1 or > ProtocolTraits.LargestMessageBytes)
        {
            throw new InvalidDataException("the first message must be the size of messages, 4 bytes");
        }

        using var over = new CancellationTokenSource();
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepted = new TransferMeter();
        var sampling = SampleAsync(accepted, over.Token);
        var sending = Task.Run(() => SendAsync(stream, messageBytes, accepted, over.Token, abort.Token), CancellationToken.None);
        try
        {
            if (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                throw new InvalidDataException($"the reader only reads, and sent a message of {message.Length} bytes");
            }
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await sending.ConfigureAwait(false);
        var samples = await sampling.ConfigureAwait(false);
        await stream.SendAsync(ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        await stream.SendAsync(SenderSample.ToMessage(samples), cancellationToken).ConfigureAwait(false);
    }

    private static async Task SendAsync(
        IMessageStream stream, int messageBytes, TransferMeter accepted, CancellationToken over, CancellationToken cancellationToken)
    {
        var message = Payload.Create(messageBytes);
        while (!over.IsCancellationRequested)
        {
            await stream.SendAsync(message, cancellationToken).ConfigureAwait(false);
            accepted.Add(messageBytes);
        }
    }

    private static async Task<IReadOnlyList<SenderSample>> SampleAsync(TransferMeter accepted, CancellationToken over)
    {
        var samples = new List<SenderSample>();
        while (true)
        {
            var queues = SendQueues.Now();
            samples.Add(new SenderSample(
                LoadClock.Now, accepted.Bytes, queues.Sockets == 0 ? -1 : queues.Bytes, queues.WindowLimitedMicroseconds ?? -1));
            if (over.IsCancellationRequested)
            {
                return samples;
            }

            await Task.Delay(Interval, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
