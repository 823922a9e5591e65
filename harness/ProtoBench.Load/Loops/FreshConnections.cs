using ProtoBench.Contract;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Counts the connections of a workload that opens one per exchange. Takes a lock: a handshake costs a thousand times as much.
/// </summary>
internal sealed class FreshConnections
{
    private readonly Lock _lock = new();
    private readonly LatencyHistogram _connect = new();
    private readonly LatencyHistogram _answer = new();
    private readonly LatencyHistogram _close = new();
    private long _resumed;
    private long _early;

    /// <summary>A connection did its exchange inside the window.</summary>
    /// <param name="connection">Whose handshake is complete, because a response came.</param>
    /// <param name="nanoseconds">What opening it took.</param>
    /// <param name="answer">From then on until its first response was complete.</param>
    public void Add(IProtocolConnection connection, long nanoseconds, long answer)
    {
        var counters = (connection as ITransportCounters)?.Counters;
        var resumed = counters?.Resumed ?? connection.Facts.TlsResumed ?? false;
        lock (_lock)
        {
            _connect.Record(nanoseconds);
            _answer.Record(answer);
            _resumed += resumed ? 1 : 0;
            _early += counters?.EarlyAccepted == true ? 1 : 0;
        }
    }

    /// <summary>Closing one took the client so long; what the kernel does of it later is not in that.</summary>
    public void AddClose(long nanoseconds)
    {
        lock (_lock)
        {
            _close.Record(nanoseconds);
        }
    }

    /// <summary>The times of first answers, and of closing. Only when nothing is added any more.</summary>
    public (LatencyHistogram Answer, LatencyHistogram Close) Times => (_answer, _close);

    public OpenedConnections Report()
    {
        lock (_lock)
        {
            return new OpenedConnections
            {
                Count = _connect.Count,
                Connect = HistogramText.Encode(_connect),
                Resumed = _resumed,
                EarlyAccepted = _early,
            };
        }
    }
}
