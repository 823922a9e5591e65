using System.Collections.Concurrent;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// A QUIC connection to a server that is not ours and sends back what it gets (RFC 862): a message is a bidirectional stream, and ends with
/// it.
/// </summary>
internal sealed class QuicEchoConnection(PlainDialect dialect, ConnectionFacts facts, EndpointSettings settings)
    : StreamConnection(dialect, facts, settings), IRequestConnection, IPhasedConnection
{
    // A queue because it recycles its segments instead of allocating nodes.
    private readonly ConcurrentQueue<QuicEcho> _idle = new();
    private readonly PlainDialect _dialect = dialect;
    private readonly bool _completeOnThreadPool = settings.Quic.CompleteOnThreadPool;

    public ConnectionPhases Phases { get; init; }

    public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var message = EchoMessage.Of(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Reply>(cancellationToken);
        }

        if (!_idle.TryDequeue(out var echo))
        {
            echo = new QuicEcho(this, _dialect, _completeOnThreadPool);
        }

        return echo.Start(message, cancellationToken);
    }

    internal void Return(QuicEcho echo) => _idle.Enqueue(echo);
}
