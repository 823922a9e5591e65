using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Machine.Paths;

/// <summary>
/// Answers looks at the path to this host, at one address and a few ports, by TCP and by UDP. It lives for a moment before and after what
/// is measured, never meanwhile.
/// </summary>
internal sealed class PathEcho : IDisposable
{
    // Threads that wait for a socket go on when it is closed.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Thread> _threads = [];
    private volatile bool _over;

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

    public void Dispose()
    {
        List<Thread> threads;
        lock (_lock)
        {
            _over = true;
            _sockets.ForEach(socket => socket.Dispose());
            threads = [.. _threads];
        }

        threads.ForEach(thread => thread.Join(EndLimit));
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
            Begin(tcp, Accept);
            Begin(udp, Echo);
            return port;
        }
        catch
        {
            tcp.Dispose();
            udp.Dispose();
            throw;
        }
    }

    // A thread each, as PathTrial has it; there are few, and for a moment.
    private void Begin(Socket socket, Action<Socket> work)
    {
        lock (_lock)
        {
            if (_over)
            {
                socket.Dispose();
                return;
            }

            var thread = new Thread(() => Run(socket, work)) { IsBackground = true, Name = "path" };
            _sockets.Add(socket);
            _threads.Add(thread);
            thread.Start();
        }
    }

    private static void Run(Socket socket, Action<Socket> work)
    {
        try
        {
            using (socket)
            {
                work(socket);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The asker has what it wanted, or has gone; or all is over.
        }
    }

    private void Accept(Socket listener)
    {
        while (!_over)
        {
            Begin(listener.Accept(), Answer);
        }
    }

    private void Echo(Socket udp)
    {
        var message = new byte[PathProtocol.BlockBytes];
        EndPoint any = new IPEndPoint(udp.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_over)
        {
            try
            {
                var sender = any;
                var bytes = udp.ReceiveFrom(message, ref sender);
                udp.SendTo(message.AsSpan(0, bytes), sender);
            }
            catch (SocketException)
            {
                // An asker that has gone; others may ask.
            }
        }
    }

    private static void Answer(Socket socket)
    {
        socket.NoDelay = true;
        var block = new byte[PathProtocol.BlockBytes];
        var what = block.AsSpan(0, 1);
        if (socket.Receive(what) == 0)
        {
            return;
        }

        switch (what[0])
        {
            case PathProtocol.Echo:
                Return(socket, block);
                break;
            case PathProtocol.Down:
                Send(socket, block);
                break;
            case PathProtocol.Up:
                Take(socket, block);
                break;
        }
    }

    // As it comes: the asker waits until it has all of a message.
    private static void Return(Socket socket, byte[] block)
    {
        while (socket.Receive(block) is > 0 and var read)
        {
            socket.Send(block.AsSpan(0, read));
        }
    }

    private static void Send(Socket socket, byte[] block)
    {
        while (true)
        {
            socket.Send(block);
        }
    }

    private static void Take(Socket socket, byte[] block)
    {
        var (bytes, first, last) = (0L, 0L, 0L);
        while (socket.Receive(block) is > 0 and var read)
        {
            // What the first read brought came before its time began.
            (bytes, last) = (first == 0 ? 0 : bytes + read, LoadClock.Now);
            first = first == 0 ? last : first;
        }

        var answer = block.AsSpan(0, 2 * sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(answer, bytes);
        BinaryPrimitives.WriteInt64LittleEndian(answer[sizeof(long)..], last - first);
        socket.Send(answer);
    }
}
