using System.Diagnostics;

namespace ProtoBench.Contract;

/// <summary>
/// What the server of one connection has told about the connection itself, beside its answers. Written by the connection as it reads, read
/// by anybody; nothing here costs an exchange more than one read of a field.
/// </summary>
public sealed class ServerNotices
{
    private volatile string? _closing;
    private volatile int _streamLimit = -1;
    private long _idleTicks = -1;
    private long _closingAt;

    /// <summary>
    /// How the server announced that it closes this connection without an error: <c>Connection: close</c> (RFC 9112, 9.6), <c>GOAWAY</c>
    /// (RFC 9113, 6.8), <c>WebSocket close 1001</c> (RFC 6455, 7.4.1). The next exchange belongs on another connection. Null: it did not.
    /// </summary>
    public string? Closing => _closing;

    /// <summary>When the first of that was read, in <see cref="Stopwatch"/> ticks; 0: it was not.</summary>
    public long ClosingAt => Interlocked.Read(ref _closingAt);

    /// <summary>How long the server said it keeps an idle connection (Keep-Alive: timeout); null: it did not say.</summary>
    public TimeSpan? IdleLimit => Interlocked.Read(ref _idleTicks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>
    /// Exchanges the server allows at once on this connection (SETTINGS_MAX_CONCURRENT_STREAMS, RFC 9113, 6.5.2); null: it set no limit, or
    /// has not said yet.
    /// </summary>
    public int? StreamLimit => _streamLimit is >= 0 and var limit ? limit : null;

    internal void Close(string how)
    {
        Interlocked.CompareExchange(ref _closingAt, Stopwatch.GetTimestamp(), 0);
        _closing ??= how;
    }

    internal void LimitIdle(TimeSpan limit) => Interlocked.Exchange(ref _idleTicks, limit.Ticks);

    internal void LimitStreams(uint limit) => _streamLimit = (int)Math.Min(limit, int.MaxValue);
}
