using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Load.Workloads.Duplex;

/// <summary>
/// The client's side of one stream. Its first message tells the server how large messages are. Then it sends until it is stopped, while it
/// counts what it receives until the server has ended its side too.
/// </summary>
/// <param name="application">The server part's name.</param>
internal sealed class DuplexClient(string application)
{
    public async ValueTask<TransferTotals> RunAsync(
        IProtocolConnection connection, Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        var streams = connection as IMessageStreamConnection
            ?? throw new NotSupportedException(
                $"{connection.Facts.Protocol} has no streams that carry messages in both directions at once");
        var stream = await streams.OpenStreamAsync(application, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var sending = Task.Run(() => SendAsync(stream, transfer.MessageBytes, stop, cancellationToken), CancellationToken.None);
            var (bytes, messages) =
                await DuplexReceiver.ReceiveAsync(stream, transfer.Meter, transfer.MessageBytes, cancellationToken).ConfigureAwait(false);

            // Received to the end: what may be wrong with sending is told now, and by receiving otherwise.
            await sending.ConfigureAwait(false);
            return stop.IsCancellationRequested
                ? new TransferTotals(null, bytes, null, messages)
                : throw new BadResponseException($"the server ended its side by itself, after {bytes} bytes");
        }
    }

    private static async Task SendAsync(
        IMessageStream stream, int messageBytes, CancellationToken stop, CancellationToken cancellationToken)
    {
        var first = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(first, messageBytes);
        await stream.SendAsync(first, cancellationToken).ConfigureAwait(false);
        var message = Payload.Create(messageBytes);
        for (var sent = 1L; !stop.IsCancellationRequested; sent++)
        {
            await stream.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (sent % DuplexReceiver.MessagesOfATurn == 0)
            {
                await Task.Yield();
            }
        }

        await stream.EndAsync(cancellationToken).ConfigureAwait(false);
    }
}
