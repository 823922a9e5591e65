using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Sends the content of one transfer as fast as the kernel takes it, or at its set rate, then says so until it is heard. The same on either
/// side.
/// </summary>
internal sealed class DatagramFlood(DatagramPath path, Transfer transfer, long id)
{
    /// <summary>How often <see cref="DatagramKind.End"/> is repeated: twice within <see cref="BulkReceiver.QuietMilliseconds"/>.</summary>
    private static readonly TimeSpan EndInterval = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource<BulkCounts> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The peer's final count has come.</summary>
    public void Acknowledge(BulkCounts received) => _acknowledged.TrySetResult(received);

    /// <summary>The peer cannot take the transfer.</summary>
    public void Fail(Exception error) => _acknowledged.TrySetException(error);

    /// <summary>
    /// Sends until the total is reached, <paramref name="stop"/> is signalled or the peer has refused, on a thread of its own: sending
    /// datagrams rarely waits, and would keep a thread of the pool from those that receive.
    /// </summary>
    public Task<BulkCounts> SendContentAsync(CancellationToken stop) => Task.Factory.StartNew(
        () => SendContent(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

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

    private BulkCounts SendContent(CancellationToken stop)
    {
        using var train = path.NewTrain(transfer.MessageBytes);
        var pace = transfer.MessagesPerSecond is { } rate ? new SendPace(rate) : null;
        long bytes = 0;
        long messages = 0;
        while (bytes < transfer.TotalBytes && !stop.IsCancellationRequested && !_acknowledged.Task.IsCompleted)
        {
            var most = pace?.Due(messages, train.Size) ?? train.Size;
            if (most == 0)
            {
                continue;
            }

            var left = transfer.TotalBytes - bytes;
            var count = (int)Math.Min(most, ((left - 1) / transfer.MessageBytes) + 1);
            var last = (int)Math.Min(transfer.MessageBytes, left - ((long)(count - 1) * transfer.MessageBytes));
            var sent = train.Send(messages, count, last);
            if (sent > 0)
            {
                var sentBytes = ((long)(sent - 1) * transfer.MessageBytes) + (sent == count ? last : transfer.MessageBytes);
                bytes += sentBytes;
                messages += sent;
                transfer.Meter.Add(sentBytes, sent);
            }
        }

        return new BulkCounts(bytes, messages);
    }
}
