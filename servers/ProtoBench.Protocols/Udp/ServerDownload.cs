using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>The server's side of one client's download.</summary>
internal sealed class ServerDownload : IDisposable
{
    /// <summary>A client that says nothing for so long is gone; flooding its address on would harm others.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly DatagramFlood _flood;

    public ServerDownload(DatagramPath path, Transfer transfer, long id)
    {
        Id = id;
        _flood = new DatagramFlood(path, transfer, id);
        Heard();
        Sending = Task.Factory.StartNew(
            SendAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public long Id { get; }

    /// <summary>Completes when the client has its final count, or is gone.</summary>
    public Task Sending { get; }

    /// <summary>The client is still there.</summary>
    public void Heard() => _stop.CancelAfter(Patience);

    public void Stop() => _stop.Cancel();

    public void Acknowledge(BulkCounts received) => _flood.Acknowledge(received);

    public void Dispose() => _stop.Dispose();

    private async Task SendAsync()
    {
        try
        {
            var sent = await _flood.SendContentAsync(_stop.Token).ConfigureAwait(false);
            await _flood.EndAsync(sent, Patience, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or SocketException or ObjectDisposedException)
        {
            // The client is gone, or the server was disposed. Either way nobody is left to tell.
        }
    }
}
