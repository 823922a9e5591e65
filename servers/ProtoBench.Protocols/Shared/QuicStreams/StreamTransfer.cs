using ProtoBench.Contract;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>A bulk transfer on one stream, client's side. Loop thread only.</summary>
internal abstract class StreamTransfer(StreamDialect dialect, Transfer transfer) : IQuicStreamHandler
{
    private readonly TaskCompletionSource<TransferTotals> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TransferTotals> Completion => _completion.Task;

    protected StreamDialect Dialect => dialect;

    protected Transfer Transfer => transfer;

    protected QuicChannel? Stream { get; private set; }

    protected bool Stopped { get; private set; }

    protected int Status { get; private set; } = dialect.HasStatus ? 0 : 200;

    protected bool Done => _completion.Task.IsCompleted;

    public void Stop()
    {
        Stopped = true;
        OnStop();
    }

    public void Cancel(CancellationToken cancellationToken) => Fail(new OperationCanceledException(cancellationToken));

    public void OnOpened(QuicChannel stream)
    {
        Stream = stream;
        if (Done)
        {
            stream.Abort(dialect.CancelCode);
        }
        else
        {
            Begin(stream);
        }
    }

    public void OnStatus(QuicChannel stream, int status) => Status = status;

    public abstract int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes);

    public abstract void OnEnd(QuicChannel stream);

    public virtual void OnSendSpace(QuicChannel stream)
    {
    }

    public void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Fail(new QuicException($"the server gave the transfer up with code 0x{errorCode:x}", errorCode));

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        Stream = null;
        Fail(error ?? new QuicException("the stream ended before the transfer did"));
    }

    protected abstract void Begin(QuicChannel stream);

    protected abstract void OnStop();

    protected void Succeed(long? sent, long received) =>
        _completion.TrySetResult(TransferTotals.OfByteStream(sent, received, transfer.MessageBytes));

    protected void Fail(Exception error)
    {
        if (_completion.TrySetException(error))
        {
            Stream?.Abort(dialect.CancelCode);
        }
    }
}
