using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Load.Workloads.Duplex;

/// <summary>The server's side of one stream: sends messages of the size the client asks for until the client has ended its side.</summary>
internal static class DuplexServer
{
    /// <exception cref="InvalidDataException">The first message is no size.</exception>
    public static async Task RunAsync(IMessageStream stream, TransferMeter received, CancellationToken cancellationToken)
    {
        var first = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        var messageBytes = first is { Length: sizeof(int) } size ? BinaryPrimitives.ReadInt32LittleEndian(size.Span) : 0;
        if (messageBytes is < 1 or > ProtocolTraits.LargestMessageBytes)
        {
            throw new InvalidDataException("the first message must be the size of messages, 4 bytes");
        }

        using var over = new CancellationTokenSource();
        var sending = Task.Run(() => SendAsync(stream, messageBytes, over.Token, cancellationToken), CancellationToken.None);
        try
        {
            await DuplexReceiver.ReceiveAsync(stream, received, messageBytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Where receiving fails, the stream is broken and sending fails too.
            await over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await sending.ConfigureAwait(false);
    }

    private static async Task SendAsync(
        IMessageStream stream, int messageBytes, CancellationToken over, CancellationToken cancellationToken)
    {
        var message = Payload.Create(messageBytes);
        for (var sent = 1L; !over.IsCancellationRequested; sent++)
        {
            await stream.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (sent % DuplexReceiver.MessagesOfATurn == 0)
            {
                await Task.Yield();
            }
        }
    }
}
