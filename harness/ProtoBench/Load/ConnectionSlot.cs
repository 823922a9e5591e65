using ProtoBench.Protocols;

namespace ProtoBench.Load;

/// <summary>
/// One of the client's connections. When it breaks, the lane that noticed opens a new one in its place; the trial counts that.
/// </summary>
internal sealed class ConnectionSlot(IProtocol protocol, EndpointSettings settings, IProtocolConnection connection) : IAsyncDisposable
{
    // Opening again at once would spin against a server that is gone.
    public static readonly TimeSpan ReopenPause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _reopening = new(1, 1);
    private long _lateReplies;
    private int _reopened;

    public IProtocolConnection Connection { get; private set; } = connection;

    public bool Multiplexed => protocol.Traits.Multiplexed;

    /// <summary>How often the connection had to be opened again.</summary>
    public int Reopened => Volatile.Read(ref _reopened);

    public long LateReplies => _lateReplies + ((Connection as IDatagramConnection)?.LateReplies ?? 0);

    /// <summary>Opens a connection of the same kind that the caller owns.</summary>
    public ValueTask<IProtocolConnection> OpenAsync(CancellationToken cancellationToken) => protocol.ConnectAsync(settings, cancellationToken);

    /// <summary>Replaces <paramref name="broken"/>, unless another lane has done so already. Returns false when the server cannot be reached.</summary>
    public async Task<bool> TryReopenAsync(IProtocolConnection broken, CancellationToken cancellationToken)
    {
        await _reopening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(broken, Connection))
            {
                return true;
            }

            await Task.Delay(ReopenPause, cancellationToken).ConfigureAwait(false);
            var fresh = await protocol.ConnectAsync(settings, cancellationToken).ConfigureAwait(false);
            _lateReplies += (broken as IDatagramConnection)?.LateReplies ?? 0;
            Connection = fresh;
            Interlocked.Increment(ref _reopened);
            await broken.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (ExchangeFailure.IsConnectionLost(error))
        {
            return false;
        }
        finally
        {
            _reopening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        _reopening.Dispose();
    }
}
