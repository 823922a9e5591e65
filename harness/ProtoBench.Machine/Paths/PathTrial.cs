using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Paths;

/// <summary>
/// A short look at the path to a host where a <see cref="PathEcho"/> answers: about a tenth of a second on a local network.
/// </summary>
internal static class PathTrial
{
    private const int Pings = 20;
    private const int Datagrams = 30;
    private const int FullSize = 3;

    // An IPv4 header without options has 20 bytes, an IPv6 header 40, that of UDP 8 (RFC 791, RFC 8200, RFC 768).
    private const int Headers4 = 28;
    private const int Headers6 = 48;

    // SOL_IP and IP_MTU, SOL_IPV6 and IPV6_MTU of linux/in.h and linux/in6.h.
    private static readonly (int Level, int Name) Mtu4 = (0, 14);
    private static readonly (int Level, int Name) Mtu6 = (41, 24);

    // On a local network a connection is as fast as it gets within the first milliseconds.
    private static readonly TimeSpan Stretch = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan ShortStretch = TimeSpan.FromMilliseconds(25);
    private const double LocalMicroseconds = 1000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(10);

    /// <exception cref="IOException">The path is of no use; the message says why.</exception>
    public static async Task<PathLook> LookAsync(IPEndPoint end, bool datagrams, CancellationToken cancellationToken)
    {
        try
        {
            var (trips, mtu) = await PingAsync(end, cancellationToken).ConfigureAwait(false);
            var median = trips[trips.Count / 2];
            var wait = TimeSpan.FromMicroseconds(4 * median) is var four && four > LeastWait ? four : LeastWait;
            var stretch = median < LocalMicroseconds ? ShortStretch : Stretch;
            var lost = datagrams ? await LostAsync(end, wait, cancellationToken).ConfigureAwait(false) : 0;
            return new PathLook(
                Math.Round(median, 1),
                Math.Round(trips[0], 1),
                Math.Round(trips[^1], 1),
                datagrams ? Datagrams : 0,
                lost,
                Math.Round(await DownAsync(end, stretch, cancellationToken).ConfigureAwait(false)),
                Math.Round(await UpAsync(end, stretch, cancellationToken).ConfigureAwait(false)),
                mtu,
                datagrams && mtu is { } size ? await PassesAsync(end, size, wait, cancellationToken).ConfigureAwait(false) : null);
        }
        catch (SocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    private static async Task<(List<double> Trips, int? Mtu)> PingAsync(IPEndPoint end, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(end, PathProtocol.Echo, cancellationToken).ConfigureAwait(false);
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            var message = new byte[PathProtocol.MessageBytes];
            var trips = new List<double>();

            // The first one also compiles what the others run.
            for (var i = 0; i <= Pings; i++)
            {
                var sent = LoadClock.Now;
                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
                await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
                trips.Add((LoadClock.Now - sent) / 1e3);
            }

            return ([.. trips.Skip(1).Order()], MtuOf(socket));
        }
    }

    private static int? MtuOf(Socket socket)
    {
        var (level, name) = socket.AddressFamily == AddressFamily.InterNetworkV6 ? Mtu6 : Mtu4;
        var value = new byte[sizeof(int)];
        try
        {
            return socket.GetRawSocketOption(level, name, value) == sizeof(int) ? BitConverter.ToInt32(value) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static async Task<int> LostAsync(IPEndPoint end, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var socket = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(end);
        var answered = new HashSet<int>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync();
        var message = new byte[PathProtocol.MessageBytes];
        for (var number = 0; number < Datagrams; number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(message, number);
            await socket.SendAsync(message, cancellationToken).ConfigureAwait(false);
            await Task.Delay(Pace, cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAny(reading, Task.Delay(wait, cancellationToken)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Datagrams - answered.Count;

        async Task ReadAsync()
        {
            var answer = new byte[PathProtocol.MessageBytes];
            try
            {
                while (answered.Count < Datagrams)
                {
                    await socket.ReceiveAsync(answer, over.Token).ConfigureAwait(false);
                    answered.Add(BinaryPrimitives.ReadInt32LittleEndian(answer));
                }
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // What is answered until now counts.
            }
        }
    }

    // Hosts that believe in larger frames than a switch between them carries lose just these.
    private static async Task<bool?> PassesAsync(IPEndPoint end, int mtu, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var socket = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        var v6 = end.AddressFamily == AddressFamily.InterNetworkV6;
        if (!v6)
        {
            socket.DontFragment = true;
        }

        var message = new byte[Math.Min(mtu, ushort.MaxValue) - (v6 ? Headers6 : Headers4)];
        socket.Connect(end);
        for (var i = 0; i < FullSize; i++)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            over.CancelAfter(wait);
            try
            {
                await socket.SendAsync(message, over.Token).ConfigureAwait(false);
                await socket.ReceiveAsync(message, over.Token).ConfigureAwait(false);
                return true;
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return false;
    }

    private static async Task<double> DownAsync(IPEndPoint end, TimeSpan stretch, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(end, PathProtocol.Down, cancellationToken).ConfigureAwait(false);
        var block = new byte[PathProtocol.BlockBytes];
        await socket.ReceiveAsync(block, cancellationToken).ConfigureAwait(false);
        var (start, now, bytes) = (LoadClock.Now, 0L, 0L);
        do
        {
            var read = await socket.ReceiveAsync(block, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("the connection was closed");
            }

            (bytes, now) = (bytes + read, LoadClock.Now);
        }
        while (now - start < stretch.TotalNanoseconds);
        return bytes / ((now - start) / 1e9);
    }

    private static async Task<double> UpAsync(IPEndPoint end, TimeSpan stretch, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(end, PathProtocol.Up, cancellationToken).ConfigureAwait(false);
        var block = new byte[PathProtocol.BlockBytes];
        var start = LoadClock.Now;
        while (LoadClock.Now - start < stretch.TotalNanoseconds)
        {
            await socket.SendAsync(block, cancellationToken).ConfigureAwait(false);
        }

        // A socket that has been shut down one way gets no stream any more.
        var stream = new NetworkStream(socket);
        socket.Shutdown(SocketShutdown.Send);
        await using (stream.ConfigureAwait(false))
        {
            var answer = block.AsMemory(0, 2 * sizeof(long));
            await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
            var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(answer.Span[sizeof(long)..]);
            return nanoseconds == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(answer.Span) / (nanoseconds / 1e9);
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint end, byte what, CancellationToken cancellationToken)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellationToken).ConfigureAwait(false);
            await socket.SendAsync(new[] { what }, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
