using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// The client's side of an upload: asks until the server is ready, floods, and ends when the server has given its final count.
/// </summary>
internal sealed class ClientUpload(DatagramPath path, Transfer transfer, long id) : IBulkListener
{
    private readonly DatagramFlood _flood = new(path, transfer, id);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Take(DatagramHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Id != id)
        {
            return;
        }

        switch (header.Kind)
        {
            case DatagramKind.UploadReady:
                _ready.TrySetResult();
                break;
            case DatagramKind.EndSeen when header.Argument == 1 && payload.Length == BulkCounts.WireBytes:
                _flood.Acknowledge(BulkCounts.Read(payload));
                break;
            case DatagramKind.Refusal:
                Fail(new BadResponseException("the server refused the upload: its content was not what was agreed on"));
                break;
        }
    }

    public void Fail(Exception error)
    {
        _ready.TrySetException(error);
        _flood.Fail(error);
    }

    public async Task<TransferTotals> RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        await GetReadyAsync(cancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        var sent = await _flood.SendContentAsync(either.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var received = await _flood.EndAsync(sent, ClientDownload.Patience, cancellationToken).ConfigureAwait(false);
            return new TransferTotals(sent.Bytes, received.Bytes, sent.Messages, received.Messages);
        }
        catch (TimeoutException error)
        {
            throw new IOException($"the server has not said within {ClientDownload.Patience.TotalSeconds} s how much it received", error);
        }
    }

    private async Task GetReadyAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < ClientDownload.Patience; waited += ClientDownload.Interval)
        {
            await path.SendAsync(new DatagramHeader(DatagramKind.UploadStart, 0, id)).ConfigureAwait(false);
            try
            {
                await _ready.Task.WaitAsync(ClientDownload.Interval, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                // Lost: ask again.
            }
        }

        throw new IOException($"the server did not get ready for an upload within {ClientDownload.Patience.TotalSeconds} s");
    }
}
