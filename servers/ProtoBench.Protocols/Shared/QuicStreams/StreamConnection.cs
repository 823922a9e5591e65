using System.Collections.Concurrent;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>A client's connection whose exchanges are streams: <c>quic</c> and <c>http3</c> are this with their own dialect.</summary>
internal class StreamConnection(StreamDialect dialect, ConnectionFacts facts, EndpointSettings settings)
    : IMessageStreamConnection, ITransportCounters
{
    private const int Ok = 200;

    // A queue because it recycles its segments instead of allocating nodes.
    private readonly ConcurrentQueue<StreamExchange> _idle = new();
    private readonly ConnectionFacts _facts = facts;

    public ConnectionFacts Facts => _facts;

    public TransportCounters Counters => QuicFacts.Counters(dialect.Peer);

    public virtual ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (!_idle.TryDequeue(out var exchange))
        {
            exchange = new StreamExchange(this, dialect, settings.VerifyContent, settings.Quic.CompleteOnThreadPool);
        }

        return exchange.Start(request, responseBytes, cancellationToken);
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        var download = new StreamDownload(dialect, transfer, settings.VerifyContent);
        dialect.Peer.Post(new Opening(() => dialect.OpenDownload(download, transfer)));
        return await RunAsync(download, stop, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        var upload = new StreamUpload(dialect, transfer);
        dialect.Peer.Post(new Opening(() => dialect.OpenUpload(upload)));
        return await RunAsync(upload, stop, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        var duplex = await OpenBytesAsync(
            stream => dialect.BeginMessages(stream, application),
            opened => dialect.OpenMessages(opened, application),
            form: null,
            cancellationToken).ConfigureAwait(false);
        return new FramedMessageStream(duplex);
    }

    public virtual async ValueTask DisposeAsync() => await dialect.Peer.CloseAsync(dialect.NoErrorCode).ConfigureAwait(false);

    /// <summary>Opens a stream whose bytes are handed on as they come.</summary>
    /// <param name="begin">Writes what precedes them.</param>
    /// <param name="open">Opens it, on the loop.</param>
    /// <param name="form">Makes sure of the answer's Content-Type; null: any will do.</param>
    /// <param name="cancellationToken">Gives opening up.</param>
    protected async ValueTask<QuicDuplex> OpenBytesAsync(
        Action<QuicChannel>? begin, Action<QuicDuplex> open, Func<string?, string>? form, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var duplex = new QuicDuplex(dialect.Peer, dialect.CancelCode, begin, dialect.HasStatus ? Ok : 0) { Form = form };
        dialect.Peer.Post(new Opening(() => open(duplex)));
        try
        {
            await duplex.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
            return duplex;
        }
        catch
        {
            duplex.Abort();
            throw;
        }
    }

    internal void Return(StreamExchange exchange) => _idle.Enqueue(exchange);

    private async Task<TransferTotals> RunAsync(StreamTransfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        await using var stopping = stop.UnsafeRegister(
            _ => dialect.Peer.Post(new Opening(transfer.Stop)), null).ConfigureAwait(false);
        await using var cancelling = cancellationToken.UnsafeRegister(
            _ => dialect.Peer.Post(new Opening(() => transfer.Cancel(cancellationToken))), null).ConfigureAwait(false);
        return await transfer.Completion.ConfigureAwait(false);
    }

    private sealed class Opening(Action action) : ILoopWork
    {
        public void Run() => action();
    }
}
