using System.Net;
using BenchmarkDotNet.Attributes;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What either side of tcp and unix adds to the system calls of an exchange: framing, buffers, asynchronous methods. Nothing may be
/// allocated per exchange.
/// </summary>
[MemoryDiagnoser]
public class StreamExchangeBenchmarks : IDisposable
{
    // An invocation is one session of the server, whose buffers (4 KiB, or 260 KiB with 64 KiB of payload) then show as 0 or 1 B an
    // exchange.
    private const int Exchanges = 1 << 19;

    private readonly ConnectionFacts _facts = new() { Protocol = "TCP", Client = "benchmark" };
    private readonly TransferMeter _meter = new();
    private byte[] _payload = [];
    private MemoryByteChannel _requests = new([]);
    private MemoryByteChannel _responses = new([]);
    private StreamConnection? _connection;

    [Params(64, 64 * 1024)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        Dispose();
        _payload = Payload.Create(PayloadBytes);
        _requests = new MemoryByteChannel(StreamMessages.Request(PayloadBytes));
        _responses = new MemoryByteChannel(StreamMessages.Response(PayloadBytes));
        _connection = new StreamConnection(_responses, _facts, verifyContent: false);
    }

    /// <summary>The request is framed and sent, the response received and its header checked.</summary>
    [Benchmark(OperationsPerInvoke = Exchanges)]
    public async Task Client()
    {
        var connection = _connection!;
        _responses.Begin(Exchanges);
        for (var i = 0; i < Exchanges; i++)
        {
            await connection.ExchangeAsync(_payload, PayloadBytes, CancellationToken.None);
        }
    }

    /// <summary>The request is received and its header read, the response framed and sent.</summary>
    [Benchmark(OperationsPerInvoke = Exchanges)]
    public Task Server()
    {
        _requests.Begin(Exchanges);
        return new StreamSession(
            _requests,
            _meter,
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) },
            CancellationToken.None).RunAsync();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _requests.Dispose();
        _responses.Dispose();
        GC.SuppressFinalize(this);
    }
}
