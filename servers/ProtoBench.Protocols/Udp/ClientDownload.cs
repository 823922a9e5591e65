using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// The client's side of a download: asks until content comes, then says every <see cref="Interval"/> that it is still there, and after a
/// stop repeats that until the server has told what it sent. These repeats are the only timers of the protocol; exchanges have none.
/// </summary>
internal sealed class ClientDownload(DatagramPath path, Transfer transfer, long id, bool verifyContent) : IBulkListener
{
    /// <summary>A tenth of what makes the server give up (<see cref="ServerDownload.Patience"/>), so nine of ten may get lost.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that says nothing for so long is gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Counted in turns and not by the clock: a client that was not scheduled itself has not listened either.
    private static readonly int PatientTurns = (int)(Patience / Interval);

    private readonly BulkReceiver _receiver = new(transfer.Meter, verifyContent);
    private readonly TaskCompletionSource _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _silentTurns;
    private volatile bool _started;

    /// <summary>Content that came more than once.</summary>
    public long Duplicates => _receiver.Duplicates;

    public void Take(DatagramHeader header, ReadOnlySpan<byte> payload)
    {
        // A late reply to the hello must not pass for the beginning of the transfer.
        if (header.Kind is not (DatagramKind.Content or DatagramKind.End))
        {
            return;
        }

        var now = Environment.TickCount64;
        _silentTurns = 0;
        _started = true;
        try
        {
            if ((header.Kind != DatagramKind.Content || _receiver.TakeTrain(ref header, ref payload, now))
                && header.Kind == DatagramKind.End && header.Id == id && payload.Length == BulkCounts.WireBytes)
            {
                _receiver.TakeEnd(BulkCounts.Read(payload), now);
            }
        }
        catch (BadResponseException error)
        {
            Fail(error);
        }

        if (_receiver.IsFinal)
        {
            _final.TrySetResult();
        }
    }

    public void Fail(Exception error) => _final.TrySetException(error);

    public async Task<TransferTotals> RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        do
        {
            await SaySomethingAsync(stop.IsCancellationRequested).ConfigureAwait(false);
        }
        while (!await IsFinalAsync(stop, cancellationToken).ConfigureAwait(false));

        await path.SendAsync(new DatagramHeader(DatagramKind.EndSeen, 1, id), _receiver.Received).ConfigureAwait(false);
        var (sent, received) = (_receiver.Sent!.Value, _receiver.Received);
        return new TransferTotals(sent.Bytes, received.Bytes, sent.Messages, received.Messages);
    }

    private async ValueTask SaySomethingAsync(bool stopping)
    {
        if (_silentTurns++ > PatientTurns)
        {
            throw new IOException($"the server has said nothing for {Patience.TotalSeconds} s");
        }

        if (stopping)
        {
            await path.SendAsync(new DatagramHeader(DatagramKind.Stop, 0, id)).ConfigureAwait(false);
        }
        else if (_started)
        {
            await path.SendAsync(new DatagramHeader(DatagramKind.KeepAlive, 0, id)).ConfigureAwait(false);
        }
        else
        {
            var start = new DatagramHeader(DatagramKind.DownloadStart, transfer.MessageBytes, id);
            await path.SendAsync(start, new BulkCounts(transfer.TotalBytes, (long)(transfer.MessagesPerSecond ?? 0))).ConfigureAwait(false);
        }
    }

    // A stop ends the wait, so that the server hears of it at once.
    private async ValueTask<bool> IsFinalAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, stop.IsCancellationRequested ? CancellationToken.None : stop);
        try
        {
            await _final.Task.WaitAsync(Interval, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
