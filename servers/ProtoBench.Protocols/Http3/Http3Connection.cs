using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Quic.Http3;

namespace ProtoBench.Protocols.Http3;

/// <summary>A client's HTTP/3 connection: our own exchanges, and requests of the user's.</summary>
internal sealed class Http3Connection : StreamConnection, IRequestConnection, IPhasedConnection, INoticedConnection,
    IEventRequestConnection, ICodedConnection
{
    private readonly ConcurrentQueue<Http3Request> _idle = new();
    private readonly Http3Peer _peer;
    private readonly Http3Dialect _dialect;
    private readonly bool _completeOnThreadPool;
    private readonly EndpointSettings _settings;
    private readonly MessageCodec? _codec;
    private readonly ConcurrentQueue<Http3OrderCall> _idleOrders = new();
    private volatile bool _closed;

    public Http3Connection(Http3Peer peer, string authority, ConnectionFacts facts, EndpointSettings settings)
        : this(peer, new Http3Dialect(peer, authority), facts, settings)
    {
    }

    private Http3Connection(Http3Peer peer, Http3Dialect dialect, ConnectionFacts facts, EndpointSettings settings)
        : base(dialect, facts, settings)
    {
        (_peer, _dialect) = (peer, dialect);
        _completeOnThreadPool = settings.Quic.CompleteOnThreadPool;
        _settings = settings;
        _codec = MessageCodec.Of(settings.Codec);
        peer.Announced = Close;
    }

    public ConnectionPhases Phases { get; init; }

    public ServerNotices Notices { get; } = new();

    public EncodedSizes? Encoded { get; private set; }

    /// <summary>The server looks at no request from this stream on. Loop thread only.</summary>
    public long FirstRefused => _peer.FirstRefused;

    public override ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
        _codec is null
            ? base.ExchangeAsync(request, responseBytes, cancellationToken)
            : ExchangeOrdersAsync(_codec, request, responseBytes, cancellationToken);

    public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Reply>(cancellationToken);
        }

        if (!_idle.TryDequeue(out var exchange))
        {
            exchange = new Http3Request(this, _dialect, _completeOnThreadPool);
        }

        return exchange.Start(request, cancellationToken);
    }

    public async ValueTask<IMessageSource> RequestEventsAsync(
        string application, ReadOnlyMemory<byte> first, AnswerForm form, CancellationToken cancellationToken)
    {
        var (target, accept) = (EventRequest.Target(application, first), EventRequest.Accept(form));
        var answer = await OpenBytesAsync(
            begin: null,
            opened => _dialect.OpenEvents(opened, target, accept),
            told => EventRequest.Require(accept, told),
            cancellationToken).ConfigureAwait(false);
        return EventRequest.Read(answer, form);
    }

    public override ValueTask DisposeAsync()
    {
        _closed = true;
        return base.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ExchangeOrdersAsync(
        MessageCodec codec, ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idleOrders.TryDequeue(out var call))
        {
            call = new Http3OrderCall(_dialect, codec, _settings);
        }

        var order = codec.Rent(request.Length, OrderContent.NextId(), responseBytes);
        var id = order.Id;
        var encoded = call.Body.Encode(order);
        codec.Return(order);
        var plain = call.Body.PlainBytes;

        // A call that failed is dropped: its stream may still be asked for.
        await call.Start(encoded, cancellationToken).ConfigureAwait(false);
        var answer = call.Body.Decode(_settings.Compress);
        OrderContent.CheckAnswer(answer, id, responseBytes, _settings.VerifyContent);
        if (Encoded is not { } known || known.Request != plain || known.Response != call.Body.PlainBytes)
        {
            Encoded = _settings.Compress
                ? new(plain, call.Body.PlainBytes, encoded.Length, call.Body.Whole.Length)
                : new(plain, call.Body.PlainBytes, null, null);
        }

        _idleOrders.Enqueue(call);
    }

    internal void Return(Http3Request exchange) => _idle.Enqueue(exchange);

    // A connection that this side closes ends without an error too.
    private void Close(string how)
    {
        if (!_closed)
        {
            Notices.Close(how);
        }
    }
}
