using System.Net;
using ProtoBench.Contract;

namespace ProtoBench.Benchmarks;

/// <summary>A protocol whose exchanges are done at once: what remains of a load is the harness alone.</summary>
/// <param name="pace">Comes to who starts its exchanges, as the thread of a connection does; null: nobody, so that a thread of the loop's
/// does.</param>
internal sealed class Nothing(Action<IPacer>? pace) : IProtocol
{
    public string Name => "nothing";

    public string Description => "exchanges that are done at once";

    public ProtocolTraits Traits { get; } = new() { Multiplexed = true };

    public string? UnsupportedReason => null;

    public EndpointSettings Settings { get; } = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 1) };

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException("it has no server");

    public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IProtocolConnection>(pace is null ? new Connection() : new PacedConnection(pace));

    private class Connection : IProtocolConnection
    {
        public ConnectionFacts Facts { get; } = new() { Protocol = "nothing", Client = "nothing" };

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it has no transfers");

        public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it has no transfers");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class PacedConnection(Action<IPacer> pace) : Connection, IPacedConnection
    {
        public void Pace(IPacer pacer) => pace(pacer);
    }
}
