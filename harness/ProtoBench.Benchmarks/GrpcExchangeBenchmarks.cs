using System.Net;
using BenchmarkDotNet.Attributes;
using ProtoBench.Contract;
using ProtoBench.Protocols;

namespace ProtoBench.Benchmarks;

/// <summary>
/// One unary call of grpc over loopback, both of its sides in this process, beside the same exchange over bare http2. Unlike our own
/// protocols, grpc-dotnet allocates per call, on both sides; the column Allocated shows how much, and the difference to http2 is the
/// library's.
/// </summary>
[MemoryDiagnoser]
public class GrpcExchangeBenchmarks
{
    private byte[] _payload = [];
    private IProtocolServer? _server;
    private IProtocolConnection? _connection;

    [Params("http2", "grpc")]
    public string Protocol { get; set; } = "";

    [Params(64, 64 * 1024)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public async Task Begin()
    {
        var protocol = ProtocolCatalog.Find(Protocol)!;
        _payload = Payload.Create(PayloadBytes);
        _server = await protocol.ListenAsync(new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, CancellationToken.None);
        _connection = await protocol.ConnectAsync(new() { EndPoint = _server.EndPoint }, CancellationToken.None);
    }

    /// <summary>As many bytes are answered as are asked with.</summary>
    [Benchmark]
    public async Task Exchange() => await _connection!.ExchangeAsync(_payload, PayloadBytes, CancellationToken.None);

    [GlobalCleanup]
    public async Task End()
    {
        await _connection!.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
