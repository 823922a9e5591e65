using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Tests.Load;

/// <summary>A protocol without sockets that sends the user's requests: each answer is whatever the test says it is.</summary>
/// <param name="answer">Told the connection, from 1, and the request.</param>
/// <param name="multiplexed">As its traits say.</param>
internal sealed class FakeRequestProtocol(Func<int, UserRequest, CancellationToken, ValueTask<Reply>> answer, bool multiplexed = true)
    : IProtocol
{
    private int _connections;
    private int _disposed;

    public string Name => "fake";

    public string Description => "no sockets";

    public ProtocolTraits Traits { get; } = new() { Multiplexed = multiplexed, SendsRequests = true };

    public string? UnsupportedReason => null;

    public int Connections => _connections;

    /// <summary>Where each of them went.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<EndPoint> EndPoints { get; } = new();

    public int Disposed => _disposed;

    public EndpointSettings Settings { get; } = new() { EndPoint = new IPEndPoint(IPAddress.None, 1) };

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a fake has no server");

    public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        EndPoints.Enqueue(settings.EndPoint);
        return ValueTask.FromResult<IProtocolConnection>(new Connection(this, Interlocked.Increment(ref _connections)));
    }

    private sealed class Connection(FakeRequestProtocol protocol, int number) : IProtocolConnection, IRequestConnection, IPhasedConnection
    {
        public ConnectionFacts Facts { get; } = new() { Protocol = "fake", Client = "test" };

        public ConnectionPhases Phases { get; } = new(0, 1_000 * number, 10);

        public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken) =>
            protocol.Answer(number, request, cancellationToken);

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no messages of our own");

        public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref protocol._disposed);
            return ValueTask.CompletedTask;
        }
    }

    private ValueTask<Reply> Answer(int connection, UserRequest request, CancellationToken cancellationToken) =>
        answer(connection, request, cancellationToken);
}
