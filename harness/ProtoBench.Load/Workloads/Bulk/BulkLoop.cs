using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Bulk;

/// <summary>Runs a bulk transfer on a connection until it is stopped, or given up.</summary>
internal delegate ValueTask<TransferTotals> RunTransfer(
    IProtocolConnection connection, Transfer transfer, CancellationToken stop, CancellationToken cancellationToken);

/// <summary>Runs one bulk stream on each connection from start to stop; the window is cut out of the middle of it.</summary>
internal sealed class BulkLoop : ILoadLoop
{
    /// <summary>
    /// 128 KiB a write, what iperf3 writes: small enough to stay in the cache of a core. Over tcp on loopback writes of 64 KiB carried
    /// 5.2 GB/s where these carried 6.6 (<c>io: blocking</c>, median of three).
    /// </summary>
    public const int DefaultMessageBytes = 128 * 1024;

    /// <summary>64 KiB a message, where one that is half sent counts for nothing: a slow link carries few in a window.</summary>
    public const int DefaultStreamMessageBytes = 64 * 1024;

    /// <summary>1,400 B leaves room for IP, UDP and our headers in an Ethernet frame, so a datagram is one packet on every link.</summary>
    public const int DefaultDatagramBytes = 1400;

    private readonly ConnectionSet _connections;
    private readonly RunTransfer _run;
    private readonly int _messageBytes;
    private readonly double? _sendRate;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort;
    private readonly List<Task<TransferTotals>> _transfers = [];
    private long _started;
    private long _stopped;
    private long _failed;
    private string? _firstFailure;

    /// <param name="connections">One stream runs on each.</param>
    /// <param name="workload">How large a write or message is.</param>
    /// <param name="run">Runs the stream of one connection.</param>
    /// <param name="abandoned">Gives the trial up.</param>
    public BulkLoop(ConnectionSet connections, Workload workload, RunTransfer run, CancellationToken abandoned)
    {
        _connections = connections;
        _run = run;
        _messageBytes = workload.MessageBytes ?? (connections.LateReplies is null ? DefaultMessageBytes : DefaultDatagramBytes);
        _sendRate = workload.SendRate;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
    }

    /// <summary>The client's side of all transfers: what arrived (download) or left (upload).</summary>
    public TransferMeter Meter { get; } = new();

    public LoadProgress Progress => new(Meter.Bytes, Meter.Messages);

    public LoadWindow Window { get; } = new();

    public void Start()
    {
        _started = LoadClock.Now;
        foreach (var slot in _connections.Slots)
        {
            var transfer = new Transfer { MessageBytes = _messageBytes, MessagesPerSecond = _sendRate, Meter = Meter };
            _transfers.Add(Task.Run(() => TransferAsync(slot.Connection, transfer)));
        }
    }

    /// <summary>Ends every stream. A transfer that broke counts as a lost connection and makes the trial invalid.</summary>
    public async Task StopAsync(TimeSpan drain)
    {
        _stopped = LoadClock.Now;
        await _stop.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(drain);
        foreach (var transfer in _transfers)
        {
            try
            {
                await transfer.ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                _failed++;
                _firstFailure ??= _abort.IsCancellationRequested && error is OperationCanceledException
                    ? ExchangeFailure.DescribeEndless(drain)
                    : ExchangeFailure.Describe(error);
            }
        }
    }

    public Measurement Report(Measurement measurement)
    {
        var totals = _transfers.Where(transfer => transfer.IsCompletedSuccessfully).Select(transfer => transfer.Result).ToList();
        var datagrams = _connections.LateReplies is not null;
        return measurement with
        {
            Outcomes = new OutcomeCounts { Completed = totals.Count, ConnectionLost = _failed },
            FirstFailure = _firstFailure,
            Failures = _firstFailure is null ? null : new FailureExamples { ConnectionLost = _firstFailure },
            DatagramsSent = datagrams ? totals.Sum(total => total.MessagesSent) : null,
            Figures = BulkFigures.Of(_sendRate, totals.Count, totals.Sum(total => total.MessagesSent ?? 0), (_stopped - _started) / 1e9),
            DatagramsLost = datagrams ? totals.Sum(total => total.MessagesLost) : null,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        _abort.Dispose();
        _stop.Dispose();
    }

    private Task<TransferTotals> TransferAsync(IProtocolConnection connection, Transfer transfer) =>
        _run(connection, transfer, _stop.Token, _abort.Token).AsTask();
}
