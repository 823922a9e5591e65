using System.Net;
using ProtoBench.Contract;

namespace ProtoBench.Tests.Load;

/// <summary>A protocol without sockets: each exchange is whatever the test says it is.</summary>
internal sealed class FakeProtocol(
    Func<CancellationToken, ValueTask> exchange, bool multiplexed = true, Func<IProtocolConnection>? connect = null) : IProtocol
{
    private int _connections;

    public string Name => "fake";

    public string Description => "no sockets";

    public ProtocolTraits Traits { get; } = new() { Multiplexed = multiplexed };

    public string? UnsupportedReason => null;

    public int Connections => _connections;

    public EndpointSettings Settings { get; } = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 1) };

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a fake has no server");

    public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _connections);
        return ValueTask.FromResult(connect?.Invoke() ?? new Connection(exchange));
    }

    private sealed class Connection(Func<CancellationToken, ValueTask> exchange) : IProtocolConnection
    {
        public ConnectionFacts Facts { get; } = new() { Protocol = "fake", Client = "test" };

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
            exchange(cancellationToken);

        public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
