using System.Collections.Concurrent;
using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>
/// One of the client's connections. When it breaks, the lane that noticed opens a new one in its place; when its server has announced that
/// it closes it, the lane whose exchange ended does so before the next. The trial counts both.
/// </summary>
internal sealed class ConnectionSlot : IAsyncDisposable
{
    // Opening again at once would spin against a server that is gone.
    public static readonly TimeSpan ReopenPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<IProtocolConnection, bool> _held = new();
    private readonly IProtocol _protocol;
    private readonly EndpointSettings _settings;
    private readonly OpeningTally? _openings;
    private readonly string? _serverName;
    private readonly SemaphoreSlim _reopening = new(1, 1);
    private readonly Queue<(IProtocolConnection Connection, long Since)> _left = new();
    private IProtocolConnection _connection;
    private ServerNotices? _notices;
    private long _lateReplies;
    private int _reopened;

    /// <param name="protocol">Opens further connections.</param>
    /// <param name="settings">Of all of them.</param>
    /// <param name="connection">The first.</param>
    /// <param name="openings">Told of those that are opened later; null: nobody.</param>
    /// <param name="serverName">Is resolved for each of those; null: they go to the settings' address.</param>
    public ConnectionSlot(
        IProtocol protocol,
        EndpointSettings settings,
        IProtocolConnection connection,
        OpeningTally? openings = null,
        string? serverName = null)
    {
        (_protocol, _settings, _connection, _openings, _serverName) = (protocol, settings, connection, openings, serverName);
        _notices = (connection as INoticedConnection)?.Notices;
    }

    public IProtocolConnection Connection => Volatile.Read(ref _connection);

    /// <summary>What its server has told about the connection there is now; null where the protocol has no such words.</summary>
    public ServerNotices? Notices => Volatile.Read(ref _notices);

    public bool Multiplexed => _protocol.Traits.Multiplexed;

    /// <summary>How often the connection had to be opened again because it broke.</summary>
    public int Reopened => Volatile.Read(ref _reopened);

    /// <summary>What the server closed as it had announced.</summary>
    public AnnouncedTally Announced { get; } = new();

    public long LateReplies => _lateReplies + ((Connection as IDatagramConnection)?.LateReplies ?? 0);

    /// <summary>Opens a connection of the same kind that the caller owns.</summary>
    public async ValueTask<IProtocolConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var (settings, dns) = await ServerName.ResolveAsync(_settings, _serverName, cancellationToken).ConfigureAwait(false);
        var connection = await _protocol.ConnectAsync(settings, cancellationToken).ConfigureAwait(false);
        _openings?.Add(connection, dns);
        return connection;
    }

    /// <summary>A lane keeps the connection for itself: it is closed with the slot, unless it is released before.</summary>
    public void Hold(IProtocolConnection connection) => _held[connection] = true;

    /// <summary>Closes a connection that was held.</summary>
    public ValueTask ReleaseAsync(IProtocolConnection connection)
    {
        _held.TryRemove(connection, out _);
        return connection.DisposeAsync();
    }

    /// <summary>How the server of <paramref name="connection"/> has ended it.</summary>
    /// <param name="connection">Of this slot.</param>
    /// <param name="announced">Has it announced that in some way?</param>
    public static string HowEnded(IProtocolConnection connection, bool announced) =>
        !announced ? AnnouncedTally.WithoutWord
        : connection is not INoticedConnection { Notices: var notices } ? "an announcement"
        : notices.Closing
            ?? (notices.IdleLimit is { TotalSeconds: var seconds } ? $"Keep-Alive: timeout={seconds:0}" : "an announcement");

    /// <summary>
    /// Replaces <paramref name="broken"/>, unless another lane has done so already. Returns false when the server cannot be reached.
    /// </summary>
    /// <param name="broken">Of this slot.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    /// <param name="atOnce">Pause only when the server cannot be reached, where the time until the next connection is measured?</param>
    public async Task<bool> TryReopenAsync(IProtocolConnection broken, CancellationToken cancellationToken, bool atOnce = false)
    {
        await _reopening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(broken, Connection))
            {
                return true;
            }

            if (!atOnce)
            {
                await Task.Delay(ReopenPause, cancellationToken).ConfigureAwait(false);
            }

            Replace(await DialAsync(cancellationToken).ConfigureAwait(false));
            Interlocked.Increment(ref _reopened);
            await broken.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (ExchangeFailure.IsConnectionLost(error) || IsLate(error, cancellationToken))
        {
            if (atOnce)
            {
                await Task.Delay(ReopenPause, cancellationToken).ConfigureAwait(false);
            }

            return false;
        }
        finally
        {
            _reopening.Release();
        }
    }

    /// <summary>
    /// Replaces <paramref name="ending"/>, which its server has announced to close, or has been found to have closed, unless another lane
    /// has done so already. Exchanges that are still in flight on it end there.
    /// </summary>
    /// <exception cref="IOException">No new connection could be opened.</exception>
    public async Task ReplaceAsync(IProtocolConnection ending, CancellationToken cancellationToken, bool announced = true)
    {
        await _reopening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(ending, Connection))
            {
                return;
            }

            var how = HowEnded(ending, announced);
            var start = LoadClock.Now;
            Replace(await DialAsync(cancellationToken).ConfigureAwait(false));
            Announced.Add(how, LoadClock.Now - start);
            await LeaveAsync(ending).ConfigureAwait(false);
        }
        finally
        {
            _reopening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        while (_left.TryDequeue(out var left))
        {
            await left.Connection.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var held in _held.Keys)
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }

        _reopening.Dispose();
    }

    // No exchange outlasts its limit, which bounds a connection's opening too: a full backlog would hold it for minutes (tcp(7),
    // tcp_syn_retries).
    private async Task<IProtocolConnection> DialAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_settings.BlockingTimeout);
        return await OpenAsync(limit.Token).ConfigureAwait(false);
    }

    private void Replace(IProtocolConnection fresh)
    {
        _lateReplies += (Connection as IDatagramConnection)?.LateReplies ?? 0;
        Volatile.Write(ref _connection, fresh);
        Volatile.Write(ref _notices, (fresh as INoticedConnection)?.Notices);
    }

    /// <summary>
    /// Disposes of a connection once nothing can be in flight on it: at once where it carries one exchange at a time, else after the time
    /// limit of an exchange.
    /// </summary>
    private async ValueTask LeaveAsync(IProtocolConnection ending)
    {
        if (!Multiplexed)
        {
            await ending.DisposeAsync().ConfigureAwait(false);
            return;
        }

        var now = Stopwatch.GetTimestamp();
        _left.Enqueue((ending, now));
        while (_left.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.Since, now) > 2 * _settings.BlockingTimeout)
        {
            await _left.Dequeue().Connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsLate(Exception error, CancellationToken cancellationToken) =>
        error is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
