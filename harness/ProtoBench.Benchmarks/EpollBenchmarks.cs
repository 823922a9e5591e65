using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using ProtoBench.Native;

namespace ProtoBench.Benchmarks;

/// <summary>What a loop pays to learn which of its sockets are ready: one call of the kernel, and a look at each event.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // Its cleanup closes all.
public class EpollBenchmarks
#pragma warning restore CA1001
{
    private readonly List<Socket> _sockets = [];
    private EpollSet _epoll = null!;

    /// <summary>Sockets that all are ready.</summary>
    [Params(1, 64)]
    public int Ready { get; set; }

    [GlobalSetup]
    public void Watch()
    {
        _epoll = new EpollSet();
        for (var i = 0; i < Ready; i++)
        {
            // Nobody takes what it sends to itself, so it stays ready.
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Connect(socket.LocalEndPoint!);
            socket.Send([1]);
            _sockets.Add(socket);
            _epoll.Add((int)socket.Handle, writes: false, (ulong)i);
        }
    }

    [GlobalCleanup]
    public void Close()
    {
        _epoll.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        _sockets.Clear();
    }

    /// <summary>One turn of a loop without what its sockets do.</summary>
    [Benchmark]
    public ulong Turn()
    {
        var users = 0UL;
        var count = _epoll.Look();
        for (var i = 0; i < count; i++)
        {
            users += _epoll.IsReadable(i) ? _epoll.UserAt(i) : 0;
        }

        return users;
    }
}
