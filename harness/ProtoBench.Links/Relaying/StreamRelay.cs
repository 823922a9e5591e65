using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Links.Relaying;

/// <summary>Passes TCP connections on, byte by byte, with their half-closes and resets.</summary>
internal static class StreamRelay
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Until it is ended; then every connection is reset.</summary>
    public static async Task RunAsync(Socket listener, IPEndPoint target, CancellationToken end)
    {
        while (true)
        {
            try
            {
                _ = PassAsync(await listener.AcceptAsync(end).ConfigureAwait(false), target, end);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                if (end.IsCancellationRequested || error is ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }

    private static async Task PassAsync(Socket client, IPEndPoint target, CancellationToken end)
    {
        using (client)
        {
            using var server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(end);
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(target, end).ConfigureAwait(false);
                await Task.WhenAll(CopyAsync(client, server, cut), CopyAsync(server, client, cut)).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Whoever is refused, or cut, is so on both sides (tcp(7), SO_LINGER of 0 sends a reset).
                client.LingerState = server.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
    }

    /// <param name="from">Read to its end.</param>
    /// <param name="to">Gets all of it, and the end.</param>
    /// <param name="cut">Cancelled when one of them breaks: the other direction would wait for ever.</param>
    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource cut)
    {
        try
        {
            var buffer = new byte[BufferBytes];
            while (await from.ReceiveAsync(buffer, SocketFlags.None, cut.Token).ConfigureAwait(false) is var received and > 0)
            {
                for (var sent = 0; sent < received;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, received - sent), SocketFlags.None, cut.Token).ConfigureAwait(false);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            await cut.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
