using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Paths;

/// <summary>
/// A short look at the path to a host where a <see cref="PathEcho"/> answers: about a tenth of a second on a local network. By blocking
/// calls on a thread of its own: a process looks once, and asynchronous methods are compiled first, each with a dozen of the framework's.
/// </summary>
internal sealed class PathTrial : IDisposable
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

    // Sockets wait in whole milliseconds (poll(2)).
    private const int PollMicroseconds = 1000;

    private readonly IPEndPoint _end;
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private bool _over;

    private PathTrial(IPEndPoint end) => _end = end;

    private bool IsIp6 => _end.AddressFamily == AddressFamily.InterNetworkV6;

    /// <exception cref="IOException">The path is of no use; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task<PathLook> LookAsync(IPEndPoint end, bool datagrams, CancellationToken cancellationToken)
    {
        using var trial = new PathTrial(end);

        // What waits for a socket goes on when that is closed.
        using var givenUp = cancellationToken.Register(trial.Dispose);
        try
        {
            return await Task.Factory.StartNew(
                () => trial.Look(datagrams), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw error as IOException ?? new IOException(error.Message, error);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _over = true;
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private PathLook Look(bool datagrams)
    {
        var (trips, mtu) = Ping();
        var median = trips[trips.Count / 2];
        var wait = TimeSpan.FromMicroseconds(4 * median) is var four && four > LeastWait ? four : LeastWait;
        var stretch = (long)(median < LocalMicroseconds ? ShortStretch : Stretch).TotalNanoseconds;
        var lost = datagrams ? Lost((long)wait.TotalNanoseconds) : 0;
        return new PathLook(
            Math.Round(median, 1),
            Math.Round(trips[0], 1),
            Math.Round(trips[^1], 1),
            datagrams ? Datagrams : 0,
            lost,
            Math.Round(Down(stretch)),
            Math.Round(Up(stretch)),
            mtu,
            datagrams && mtu is { } size ? Passes(size, wait) : null);
    }

    private (List<double> Trips, int? Mtu) Ping()
    {
        var socket = Connect(PathProtocol.Echo);
        var message = new byte[PathProtocol.MessageBytes];
        var trips = new List<double>();

        // The first one also compiles what the others run.
        for (var i = 0; i <= Pings; i++)
        {
            var sent = LoadClock.Now;
            socket.Send(message);
            ReceiveAll(socket, message);
            trips.Add((LoadClock.Now - sent) / 1e3);
        }

        trips.RemoveAt(0);
        trips.Sort();
        var mtu = MtuOf(socket);
        socket.Dispose();
        return (trips, mtu);
    }

    private int? MtuOf(Socket socket)
    {
        var (level, name) = IsIp6 ? Mtu6 : Mtu4;
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

    private int Lost(long wait)
    {
        var socket = Open(SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(_end);
        var answered = new bool[Datagrams];
        var message = new byte[PathProtocol.MessageBytes];
        var (next, pace) = (LoadClock.Now, (long)Pace.TotalNanoseconds);
        for (var number = 0; number < Datagrams; number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(message, number);
            socket.Send(message);

            // Never less than that apart: what was late is not caught up with.
            next = Math.Max(next, LoadClock.Now) + pace;
            TakeUntil(socket, next, answered);
        }

        TakeUntil(socket, LoadClock.Now + wait, answered);
        socket.Dispose();
        return answered.Count(one => !one);
    }

    // Less long only where all have been answered.
    private static void TakeUntil(Socket socket, long end, bool[] answered)
    {
        Span<byte> answer = stackalloc byte[PathProtocol.MessageBytes];
        while (LoadClock.Now < end && answered.Contains(false))
        {
            try
            {
                if (socket.Poll(PollMicroseconds, SelectMode.SelectRead)
                    && socket.Receive(answer) == answer.Length
                    && BinaryPrimitives.ReadInt32LittleEndian(answer) is >= 0 and < Datagrams and var number)
                {
                    answered[number] = true;
                }
            }
            catch (SocketException)
            {
                // Nobody listens at that port any more; what is answered until then counts.
            }
        }
    }

    // Hosts that believe in larger frames than a switch between them carries lose just these.
    private bool Passes(int mtu, TimeSpan wait)
    {
        var socket = Open(SocketType.Dgram, ProtocolType.Udp);
        if (!IsIp6)
        {
            socket.DontFragment = true;
        }

        socket.ReceiveTimeout = (int)Math.Ceiling(wait.TotalMilliseconds);
        socket.Connect(_end);
        var message = new byte[Math.Min(mtu, ushort.MaxValue) - (IsIp6 ? Headers6 : Headers4)];
        for (var i = 0; i < FullSize; i++)
        {
            try
            {
                socket.Send(message);
                socket.Receive(message);
                return true;
            }
            catch (SocketException)
            {
                // Lost, or too large for a path that says so.
            }
        }

        return false;
    }

    private double Down(long stretch)
    {
        var socket = Connect(PathProtocol.Down);
        var block = new byte[PathProtocol.BlockBytes];
        socket.Receive(block);
        var (start, now, bytes) = (LoadClock.Now, 0L, 0L);
        do
        {
            var read = socket.Receive(block);
            if (read == 0)
            {
                throw new IOException("the connection was closed");
            }

            (bytes, now) = (bytes + read, LoadClock.Now);
        }
        while (now - start < stretch);
        socket.Dispose();
        return bytes / ((now - start) / 1e9);
    }

    private double Up(long stretch)
    {
        var socket = Connect(PathProtocol.Up);
        var block = new byte[PathProtocol.BlockBytes];
        var start = LoadClock.Now;
        while (LoadClock.Now - start < stretch)
        {
            socket.Send(block);
        }

        socket.Shutdown(SocketShutdown.Send);
        var answer = block.AsSpan(0, 2 * sizeof(long));
        ReceiveAll(socket, answer);
        var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(answer[sizeof(long)..]);
        return nanoseconds == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(answer) / (nanoseconds / 1e9);
    }

    private static void ReceiveAll(Socket socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = socket.Receive(bytes);
            if (read == 0)
            {
                throw new IOException("the connection was closed");
            }

            bytes = bytes[read..];
        }
    }

    private Socket Connect(byte what)
    {
        var socket = Open(SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        socket.Connect(_end);
        socket.Send([what]);
        return socket;
    }

    private Socket Open(SocketType type, ProtocolType protocol)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_over, this);
            var socket = new Socket(_end.AddressFamily, type, protocol);
            _sockets.Add(socket);
            return socket;
        }
    }
}
