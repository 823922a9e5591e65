using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>All bulk transfers of a server, by the client's address. Used by the receiving thread alone.</summary>
internal sealed class ServerTransfers(Socket socket, EndpointSettings settings, TransferMeter uploadMeter)
{
    // Long after the client's own patience is over.
    private const long ForgetAfterMilliseconds = 10_000;

    private readonly Dictionary<SocketAddress, ServerDownload> _downloads = [];
    private readonly Dictionary<SocketAddress, ServerUpload> _uploads = [];

    /// <summary>Much comes at once: content of an upload that is not over.</summary>
    public bool IsReceiving { get; private set; }

    /// <summary>Handles what is not part of an exchange; returns what must be answered with counts, if anything.</summary>
    public (DatagramHeader Header, BulkCounts Counts)? Take(DatagramHeader header, ReadOnlySpan<byte> payload, SocketAddress client)
    {
        switch (header.Kind)
        {
            case DatagramKind.UploadStart:
                return StartUpload(header, client);
            case DatagramKind.Content or DatagramKind.End when _uploads.TryGetValue(client, out var upload):
                return Continue(upload, header, payload);
            case DatagramKind.DownloadStart when payload.Length == BulkCounts.WireBytes && header.Argument > 0:
                StartDownload(header, BulkCounts.Read(payload), client);
                return null;
            case DatagramKind.KeepAlive or DatagramKind.Stop or DatagramKind.EndSeen
                when _downloads.TryGetValue(client, out var download) && download.Id == header.Id:
                Continue(download, header, payload);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Ends all downloads; their socket must be disposed already.</summary>
    public async Task EndAsync()
    {
        foreach (var download in _downloads.Values)
        {
            download.Stop();
            download.Acknowledge(default);
            await download.Sending.ConfigureAwait(false);
            download.Dispose();
        }
    }

    private static void Continue(ServerDownload download, DatagramHeader header, ReadOnlySpan<byte> payload)
    {
        download.Heard();
        if (header.Kind == DatagramKind.Stop)
        {
            download.Stop();
        }
        else if (header.Kind == DatagramKind.EndSeen && payload.Length == BulkCounts.WireBytes)
        {
            download.Acknowledge(BulkCounts.Read(payload));
        }
    }

    private (DatagramHeader Header, BulkCounts Counts)? Continue(
        ServerUpload upload, DatagramHeader header, ReadOnlySpan<byte> payload)
    {
        var now = Environment.TickCount64;
        upload.HeardAt = now;
        try
        {
            if (header.Kind == DatagramKind.Content && !upload.Receiver.TakeTrain(ref header, ref payload, now))
            {
                return null;
            }
        }
        catch (BadResponseException)
        {
            return (new DatagramHeader(DatagramKind.Refusal, 0, upload.Id), default);
        }

        if (header.Kind != DatagramKind.End || header.Id != upload.Id || payload.Length != BulkCounts.WireBytes)
        {
            return null;
        }

        upload.Receiver.TakeEnd(BulkCounts.Read(payload), now);
        if (upload.Receiver.IsFinal)
        {
            Join(_uploads.Values.Any(other => !other.Receiver.IsFinal));
        }

        return (new DatagramHeader(DatagramKind.EndSeen, upload.Receiver.IsFinal ? 1 : 0, upload.Id), upload.Receiver.Received);
    }

    // A repeated start must not begin again: the answer to the first may have been lost.
    private (DatagramHeader Header, BulkCounts Counts) StartUpload(DatagramHeader header, SocketAddress client)
    {
        if (!_uploads.TryGetValue(client, out var upload) || upload.Id != header.Id)
        {
            ForgetOldUploads();
            Join(true);
            _uploads[Copy(client)] = new ServerUpload(new BulkReceiver(uploadMeter, settings.VerifyContent), header.Id);
        }

        return (new DatagramHeader(DatagramKind.UploadReady, 0, header.Id), default);
    }

    private void StartDownload(DatagramHeader header, BulkCounts asked, SocketAddress client)
    {
        if (_downloads.TryGetValue(client, out var running) && running.Id == header.Id)
        {
            running.Heard();
            return;
        }

        running?.Stop();
        ForgetFinishedDownloads();
        var address = Copy(client);
        var transfer = new Transfer
        {
            MessageBytes = header.Argument,
            TotalBytes = asked.Bytes,
            MessagesPerSecond = asked.Messages > 0 ? asked.Messages : null,
            Meter = new TransferMeter(),
        };
        _downloads[address] = new ServerDownload(new DatagramPath(socket, address, settings), transfer, header.Id);
    }

    // Only while content comes: datagrams of exchanges that the kernel put together could not be told apart.
    private void Join(bool on)
    {
        if (on != IsReceiving)
        {
            IsReceiving = on;
            Segmentation.Join(socket, settings, on);
        }
    }

    private void ForgetOldUploads()
    {
        var now = Environment.TickCount64;
        foreach (var (client, _) in _uploads.Where(upload => now - upload.Value.HeardAt > ForgetAfterMilliseconds).ToList())
        {
            _uploads.Remove(client);
        }
    }

    private void ForgetFinishedDownloads()
    {
        foreach (var (client, download) in _downloads.Where(download => download.Value.Sending.IsCompleted).ToList())
        {
            _downloads.Remove(client);
            download.Dispose();
        }
    }

    // The address a datagram came from is overwritten by the next one.
    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
