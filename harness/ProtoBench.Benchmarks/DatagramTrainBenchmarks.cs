using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What a datagram of a bulk transfer costs its sender: its header, its part of one call, and the kernel's way to a socket that nobody
/// reads. Nothing may be allocated.
/// </summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // Its cleanup closes all.
public class DatagramTrainBenchmarks
#pragma warning restore CA1001
{
    private const int PayloadBytes = 1400;

    // As many as one packet holds that the kernel cuts.
    private const int Together = 46;

    private readonly Socket _receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SendPace _pace = new(1e15);
    private ContentTrain _train = null!;

    /// <summary>Does the kernel cut one packet, or get so many datagrams in one call?</summary>
    [Params(true, false)]
    public bool Segments { get; set; }

    [GlobalSetup]
    public void Connect()
    {
        _receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _sender.Connect(_receiver.LocalEndPoint!);
        _train = new ContentTrain(_sender, null, PayloadBytes, Segments);
    }

    [GlobalCleanup]
    public void Close()
    {
        _train.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Together)]
    public int Send() => _train.Send(0, Together, PayloadBytes);

    /// <summary>What a set rate adds to each call where it is never waited for.</summary>
    [Benchmark]
    public int Pace() => _pace.Due(0, Together);
}
