using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Kestrel;

/// <summary>One accepted connection as Kestrel sees it. Its ended streams serve the next requests.</summary>
internal sealed class KestrelQuicConnection
    : MultiplexedConnectionContext, IQuicPeerHandler, IProtocolErrorCodeFeature, ITlsConnectionFeature
{
    private const ulong NoError = 0x100;

    private readonly KestrelQuicListener _listener;
    private readonly Channel<ConnectionContext> _streams = Channel.CreateUnbounded<ConnectionContext>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _closed = new();
    private readonly Stack<KestrelQuicStream> _idle = new();
    private QuicStreamPeer? _peer;

    public KestrelQuicConnection(KestrelQuicListener listener)
    {
        _listener = listener;
        ConnectionId = Guid.NewGuid().ToString("N");
        ConnectionClosed = _closed.Token;
        Features.Set<IProtocolErrorCodeFeature>(this);
        Features.Set<ITlsConnectionFeature>(this);
    }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override EndPoint? LocalEndPoint
    {
        get => _listener.EndPoint;
        set => throw new NotSupportedException("a QUIC connection's address is fixed");
    }

    /// <summary>Kestrel's error code for the connection; -1 until it sets one.</summary>
    public long Error { get; set; } = -1;

    // No client certificates here; the feature's presence is what tells Kestrel that the scheme is https.
    public X509Certificate2? ClientCertificate { get; set; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    /// <summary>
    /// The next stream; null when there will be none, and when the wait is given up. Kestrel gives it up to say that its server stops,
    /// and would abort every request that runs if that were an error (Http3Connection.ProcessRequestsAsync of ASP.NET Core 10).
    /// </summary>
    public override async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            while (await _streams.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_streams.Reader.TryRead(out var stream))
                {
                    return stream;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        return null;
    }

    public override async ValueTask<ConnectionContext> ConnectAsync(
        IFeatureCollection? features = null, CancellationToken cancellationToken = default)
    {
        if (features?.Get<IStreamDirectionFeature>() is { CanRead: true })
        {
            throw new NotSupportedException("an HTTP/3 server opens no bidirectional streams (RFC 9114, section 6.1)");
        }

        var opened = new TaskCompletionSource<ConnectionContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        _peer!.Post(new LoopTask(() =>
        {
            var stream = new KestrelQuicStream(this, _peer);
            if (_peer.Failure is null && _peer.OpenSendOnly(stream) is { } channel)
            {
                stream.Begin(channel, canRead: false);
                opened.SetResult(stream);
            }
            else
            {
                opened.SetException(new ConnectionAbortedException("the connection is over, or the peer allows no stream"));
            }
        }));
        return await opened.Task.ConfigureAwait(false);
    }

    public override void Abort() => Abort(new ConnectionAbortedException());

    public override void Abort(ConnectionAbortedException abortReason) => _peer?.Close(Error >= 0 ? (ulong)Error : NoError);

    public override ValueTask DisposeAsync()
    {
        _peer?.Close(Error >= 0 ? (ulong)Error : NoError);
        return base.DisposeAsync();
    }

    public void OnConnected(QuicStreamPeer peer)
    {
        _peer = peer;
        if (!_listener.Offer(this))
        {
            peer.Close(NoError);
        }
    }

    public IQuicStreamHandler OnStream(QuicStreamPeer peer, QuicChannel stream)
    {
        var handler = _idle.TryPop(out var idle) ? idle : new KestrelQuicStream(this, peer);
        handler.Begin(stream, canRead: true);
        _streams.Writer.TryWrite(handler);
        return handler;
    }

    public void OnClosed(QuicStreamPeer peer, QuicException error)
    {
        if (error.ErrorCode is { } code && Error < 0)
        {
            Error = (long)code;
        }

        // Callbacks of the token run Kestrel's code: not on the loop's thread.
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.End(), this, preferLocal: false);
    }

    /// <summary>
    /// In this order: without a further stream Kestrel asks for one again at once until it knows that the connection is over. The other way
    /// round it would keep a thread of the pool busy, on one processor for a second, because the one that tells it has to wait for the
    /// pool's next.
    /// </summary>
    private void End()
    {
        _closed.Cancel();
        _streams.Writer.TryComplete();
    }

    /// <summary>Loop thread only.</summary>
    internal void Return(KestrelQuicStream stream) => _idle.Push(stream);
}
