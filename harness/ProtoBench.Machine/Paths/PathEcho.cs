using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Machine.Paths;

/// <summary>
/// Answers looks at the path to this host, at one address and a few ports, by TCP and by UDP. It lives for a moment before and after what
/// is measured, never meanwhile.
/// </summary>
internal sealed class PathEcho : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _answering = [];

    private PathEcho()
    {
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<int> Ports { get; private set; } = [];

    /// <summary>Ports where it cannot, each with the reason.</summary>
    public IReadOnlyDictionary<int, string> Refused { get; private set; } = new Dictionary<int, string>();

    /// <summary>Listens at every port it can.</summary>
    /// <param name="address">Where, and nowhere else.</param>
    /// <param name="ports">Which; 0: any that is free.</param>
    /// <param name="most">At so many of them at most, the first that are free.</param>
    public static PathEcho Start(IPAddress address, IReadOnlyList<int> ports, int most = int.MaxValue)
    {
        var echo = new PathEcho();
        var (open, refused) = (new List<int>(), new Dictionary<int, string>());
        foreach (var port in ports.TakeWhile(_ => open.Count < most))
        {
            try
            {
                open.Add(echo.Listen(new IPEndPoint(address, port)));
            }
            catch (SocketException error)
            {
                refused[port] = error.SocketErrorCode == SocketError.AddressNotAvailable
                    ? $"{address} is no address of that host"
                    : error.Message;
            }
        }

        (echo.Ports, echo.Refused) = (open, refused);
        return echo;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _sockets.ForEach(socket => socket.Dispose());
        _over.Dispose();
    }

    // TCP and UDP at one port: a firewall lets a number through, or not.
    private int Listen(IPEndPoint end)
    {
        var tcp = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var udp = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            tcp.Bind(end);
            tcp.Listen(16);
            var port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
            udp.Bind(new IPEndPoint(end.Address, port));
            _sockets.AddRange([tcp, udp]);
            _answering.AddRange([AcceptAsync(tcp), EchoAsync(udp)]);
            return port;
        }
        catch
        {
            tcp.Dispose();
            udp.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await listener.AcceptAsync(_over.Token).ConfigureAwait(false)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EchoAsync(Socket udp)
    {
        var message = new byte[PathProtocol.BlockBytes];
        EndPoint any = new IPEndPoint(udp.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var received = await udp.ReceiveFromAsync(message, SocketFlags.None, any, _over.Token).ConfigureAwait(false);
                await udp.SendToAsync(message.AsMemory(0, received.ReceivedBytes), SocketFlags.None, received.RemoteEndPoint, _over.Token)
                    .ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // An asker that has gone; others may ask.
            }
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var stream = new NetworkStream(socket);
            await using (stream.ConfigureAwait(false))
            {
                var block = new byte[PathProtocol.BlockBytes];
                try
                {
                    await stream.ReadExactlyAsync(block.AsMemory(0, 1), _over.Token).ConfigureAwait(false);
                    await (block[0] switch
                    {
                        PathProtocol.Echo => ReturnAsync(stream, block),
                        PathProtocol.Down => SendAsync(stream, block),
                        PathProtocol.Up => TakeAsync(stream, block),
                        _ => Task.CompletedTask,
                    }).ConfigureAwait(false);
                }
                catch (Exception error) when (error is IOException or OperationCanceledException)
                {
                    // The asker has what it wanted, or has gone.
                }
            }
        }
    }

    private async Task ReturnAsync(NetworkStream stream, byte[] block)
    {
        var message = block.AsMemory(0, PathProtocol.MessageBytes);
        while (true)
        {
            await stream.ReadExactlyAsync(message, _over.Token).ConfigureAwait(false);
            await stream.WriteAsync(message, _over.Token).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(NetworkStream stream, byte[] block)
    {
        while (true)
        {
            await stream.WriteAsync(block, _over.Token).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(NetworkStream stream, byte[] block)
    {
        var (bytes, first, last) = (0L, 0L, 0L);
        while (await stream.ReadAsync(block, _over.Token).ConfigureAwait(false) is > 0 and var read)
        {
            // What the first read brought came before its time began.
            (bytes, last) = (first == 0 ? 0 : bytes + read, LoadClock.Now);
            first = first == 0 ? last : first;
        }

        var answer = block.AsMemory(0, 2 * sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(answer.Span, bytes);
        BinaryPrimitives.WriteInt64LittleEndian(answer.Span[sizeof(long)..], last - first);
        await stream.WriteAsync(answer, _over.Token).ConfigureAwait(false);
    }
}
