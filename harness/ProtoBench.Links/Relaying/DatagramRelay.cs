using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Links.Relaying;

/// <summary>Passes datagrams on: each client's from a socket of its own, so that the server tells them apart as it would.</summary>
internal static class DatagramRelay
{
    private const int LargestDatagram = 65_535;
    private const int QueueBytes = 4 * 1024 * 1024;

    /// <summary>Until it is ended.</summary>
    public static async Task RunAsync(Socket inside, IPEndPoint target, CancellationToken end)
    {
        var clients = new Dictionary<SocketAddress, Socket>();
        var buffer = GC.AllocateUninitializedArray<byte>(LargestDatagram, pinned: true);
        var from = new SocketAddress(inside.AddressFamily);
        inside.ReceiveBufferSize = inside.SendBufferSize = QueueBytes;
        try
        {
            while (true)
            {
                try
                {
                    var length = await inside.ReceiveFromAsync(buffer, SocketFlags.None, from, end).ConfigureAwait(false);
                    if (!clients.TryGetValue(from, out var server))
                    {
                        clients.Add(Copy(from), server = Open(target));
                        _ = AnswerAsync(server, inside, Copy(from), end);
                    }

                    await server.SendAsync(buffer.AsMemory(0, length), SocketFlags.None, end).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    // Nobody listens at the server's port, or a datagram is too long: to its sender it is lost.
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            foreach (var server in clients.Values)
            {
                server.Dispose();
            }
        }
    }

    private static async Task AnswerAsync(Socket server, Socket inside, SocketAddress client, CancellationToken end)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LargestDatagram, pinned: true);
        while (!end.IsCancellationRequested)
        {
            try
            {
                var length = await server.ReceiveAsync(buffer, SocketFlags.None, end).ConfigureAwait(false);
                await inside.SendToAsync(buffer.AsMemory(0, length), SocketFlags.None, client, end).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // As above.
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static Socket Open(IPEndPoint target)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = QueueBytes,
            SendBufferSize = QueueBytes,
        };
        socket.Connect(target);
        return socket;
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        for (var i = 0; i < address.Size; i++)
        {
            copy[i] = address[i];
        }

        return copy;
    }
}
