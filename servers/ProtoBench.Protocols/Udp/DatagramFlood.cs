using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Sends the content of one transfer as fast as the kernel takes it, then says so until it is heard. The same on either side.
/// </summary>
internal sealed class DatagramFlood(DatagramPath path, Transfer transfer, long id)
{
    /// <summary>How often <see cref="DatagramKind.End"/> is repeated: twice within <see cref="BulkReceiver.QuietMilliseconds"/>.</summary>
    private static readonly TimeSpan EndInterval = TimeSpan.FromMilliseconds(50);

    // A turn is about 0.1 ms long; giving way costs about 1 us.
    private const int MessagesPerTurn = 64;

    private readonly TaskCompletionSource<BulkCounts> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The peer's final count has come.</summary>
    public void Acknowledge(BulkCounts received) => _acknowledged.TrySetResult(received);

    /// <summary>The peer cannot take the transfer.</summary>
    public void Fail(Exception error) => _acknowledged.TrySetException(error);

    /// <summary>Sends until the total is reached, <paramref name="stop"/> is signalled or the peer has refused.</summary>
    public async ValueTask<BulkCounts> SendContentAsync(CancellationToken stop)
    {
        var datagram = new byte[DatagramHeader.Bytes + transfer.MessageBytes];
        Payload.Fill(datagram.AsSpan(DatagramHeader.Bytes));
        long bytes = 0;
        long messages = 0;
        while (bytes < transfer.TotalBytes && !stop.IsCancellationRequested && !_acknowledged.Task.IsCompleted)
        {
            var payload = (int)Math.Min(transfer.MessageBytes, transfer.TotalBytes - bytes);
            new DatagramHeader(DatagramKind.Content, 0, messages).Write(datagram);
            await path.SendAsync(datagram.AsMemory(0, DatagramHeader.Bytes + payload)).ConfigureAwait(false);
            bytes += payload;
            messages++;
            transfer.Meter.Add(payload);
            if (messages % MessagesPerTurn == 0)
            {
                await path.GiveWayAsync().ConfigureAwait(false);
            }
        }

        return new BulkCounts(bytes, messages);
    }

    /// <summary>Says that <paramref name="sent"/> was all until the peer has given its final count.</summary>
    /// <exception cref="TimeoutException">It has not within <paramref name="limit"/>.</exception>
    public async Task<BulkCounts> EndAsync(BulkCounts sent, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += EndInterval)
        {
            await path.SendAsync(new DatagramHeader(DatagramKind.End, 0, id), sent).ConfigureAwait(false);
            try
            {
                return await _acknowledged.Task.WaitAsync(EndInterval, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (waited < limit)
            {
                // Lost, or still counting: say it again.
            }
        }
    }
}
