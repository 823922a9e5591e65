using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Memory;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Idle;

/// <summary>
/// The warm-up opens all connections, uses each once and lets them idle; the window uses each once more. Memory is read before the first
/// and after the last was idle.
/// </summary>
internal sealed class IdleLoop : IControllingLoop
{
    // Open, use and close: enough for both sides to have compiled what they need, which is no connection's memory.
    private const int Rehearsals = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    private readonly DriveOrder _order;
    private readonly ConnectionSet _connections;
    private readonly CancellationTokenSource _abort;
    private readonly ReadOnlyMemory<byte> _request;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly IProtocolConnection[] _held;
    private (long At, MemoryUse Use) _before;
    private (long At, MemoryUse Use) _after;
    private (long From, long To) _opening;
    private Task _using = Task.CompletedTask;
    private int _next = -1;
    private long _completed;
    private long _completedInWindow;
    private long _lost;

    public IdleLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        (_order, _connections) = (order, connections);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        _request = Payload.Create(order.Cell.Workload.RequestBytes);
        _held = new IProtocolConnection[IdleKind.HeldOf(order.Cell.Workload)];
        _recorders = new RecorderSet(openLoop: false, prepared: Math.Min(order.Cell.Load.InFlight, 8));
        Window = new LoadWindow { Opening = _recorders.Begin };
    }

    public LoadProgress Progress => new(Volatile.Read(ref _completed), Volatile.Read(ref _completed));

    public LoadWindow Window { get; }

    public IServerControl? Control { get; set; }

    private TrialPath Path => TrialPaths.Of(_order.Cell.Link != ScenarioVocabulary.Loopback, EndPointText.Parse(_order.EndPoint));

    // The server is for all clients.
    private int HeldByAll => _held.Length * (_order.Together is { } clients ? clients.Of : 1);

    private int Workers => Math.Min(_order.Cell.Load.InFlight, _held.Length);

    /// <exception cref="IOException">So many connections are not allowed here; the message has the remedy.</exception>
    public void Start()
    {
        if (FileLimit.WhyNot(_held.Length, process: null, "client") is { } client)
        {
            throw new IOException(client);
        }

        if (_order.ServerProcessId is { } server && FileLimit.WhyNot(HeldByAll, server, "server") is { } refused)
        {
            throw new IOException(refused);
        }

        // So are the ports of an address, where all clients have the same.
        var all = Path == TrialPath.Network ? _held.Length : HeldByAll;
        if (EndPointText.Parse(_order.EndPoint) is System.Net.IPEndPoint && SocketCensus.Ports() is { } ports && ports < all)
        {
            throw new IOException(
                $"{all} connections to one address need as many local ports, and there are {ports}: widen "
                    + "net.ipv4.ip_local_port_range, or hold fewer");
        }
    }

    public async Task<WarmUpOutcome> WarmUpAsync(WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken)
    {
        var began = LoadClock.Now;
        if (_order.ServerLooks && await LookAsync(cancellationToken).ConfigureAwait(false) is { OpenFiles: var may }
            && FileLimit.WhyNot(HeldByAll, "server", may) is { } refused)
        {
            throw new IOException(refused);
        }

        for (var i = 0; i < Rehearsals; i++)
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _before = await ReadAsync(cancellationToken).ConfigureAwait(false);
        _opening.From = LoadClock.Now;
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(bounds.Maximum);
            try
            {
                var workers = Enumerable.Range(0, Workers).Select(
                    _ => Task.Run(() => OpenShareAsync(limit.Token), CancellationToken.None));
                await Task.WhenAll(workers).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException(
                    $"{_held.Count(one => one is not null)} of {_held.Length} connections were open when the warm-up of "
                        + $"{bounds.Maximum.TotalSeconds:0.#} s was over: hold fewer, or give it more time (warm-up)");
            }
        }

        _opening.To = LoadClock.Now;
        await Task.Delay(_order.Cell.Workload.IdleFor ?? IdleKeys.DefaultIdle, cancellationToken).ConfigureAwait(false);
        _after = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return new WarmUpOutcome(Math.Round((LoadClock.Now - began) / 1e9, 3), Steady: true);
    }

    public void Open(TimeSpan duration) => Open(duration, LoadClock.Now);

    public void Open(TimeSpan duration, long at)
    {
        Volatile.Write(ref _next, -1);
        Window.Open(duration, at);
        _using = UseAsync();
    }

    public async Task StopAsync(TimeSpan drain)
    {
        _abort.CancelAfter(drain + _order.Timeout);
        await _using.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _recorders.Merge();
        return ClosedReport.Of(measurement, recorded, _failures) with
        {
            AchievedRate = Volatile.Read(ref _completedInWindow) / measurement.WindowSeconds,
            Openings = _connections.Openings,
            Figures = _order.Together is null
                ? IdleFigures.Of(
                    _held.Length, _before.Use, _after.Use, (_opening.To - _opening.From) / 1e9, Volatile.Read(ref _lost))
                : IdleReadings.Of(_held.Length, Volatile.Read(ref _lost), _opening, _before, _after),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await _using.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abort.Dispose();
    }

    private async Task UseAsync()
    {
        await LoadClock.UntilAsync(Window.Start, _abort.Token).ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(UseShareAsync))).ConfigureAwait(false);
    }

    private async Task<(long At, MemoryUse Use)> ReadAsync(CancellationToken cancellationToken)
    {
        // What the client's collector would give back is no connection's. The server's is left alone: its memory is what it would be.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        await Task.Delay(Settling, cancellationToken).ConfigureAwait(false);
        var (at, use) = (LoadClock.Now, MemoryUse.Now(_order.ServerProcessId));
        var seen = _order.Together is null || Path != TrialPath.Network ? await LookAsync(cancellationToken).ConfigureAwait(false) : null;
        return (at, Path == TrialPath.Network
            ? IdleFigures.Together(use, ClockOrigin.OfThisProcess()?.Boot, seen)
            : use with { ServerHeaps = seen?.Heaps });
    }

    // Of one on this machine only its heaps are asked for, which no other process can read.
    private async Task<ServerSight?> LookAsync(CancellationToken cancellationToken) =>
        Control is { } control && (_order.ServerLooks || _order is { ServerProcessId: not null, ServerAnswers: true })
            ? await control.LookAsync(sockets: false, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Opens a connection and uses it once: one that has carried nothing has not all of its buffers.</summary>
    private async Task<IProtocolConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _connections.Slots[0].OpenAsync(cancellationToken).ConfigureAwait(false);
            _connections.Slots[0].Hold(connection);
            await connection.ExchangeAsync(_request, _order.Cell.Workload.ResponseBytes, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception error) when (error is not OperationCanceledException && ExchangeFailure.IsExpected(error))
        {
            throw new IOException(ExchangeFailure.Describe(error), error);
        }
    }

    private async Task OpenShareAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _next) is var i && i < _held.Length)
        {
            _held[i] = await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UseShareAsync()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        while (!_abort.IsCancellationRequested && Interlocked.Increment(ref _next) is var i && i < _held.Length)
        {
            limit.CancelAfter(_order.Timeout);
            var start = LoadClock.Now;
            var outcome = ExchangeOutcome.Completed;
            try
            {
                await _held[i].ExchangeAsync(_request, _order.Cell.Workload.ResponseBytes, limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                outcome = _failures.Keep(
                    error, limit.IsCancellationRequested, _order.Timeout, _request.Length, _order.Cell.Workload.ResponseBytes);
            }

            Record(outcome, start, LoadClock.Now);
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            if (!limit.TryReset())
            {
                limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
            }
        }

        limit.Dispose();
    }

    private void Record(ExchangeOutcome outcome, long start, long end)
    {
        if (outcome == ExchangeOutcome.Completed)
        {
            Interlocked.Increment(ref _completed);
            Interlocked.Add(ref _completedInWindow, Window.Contains(end) ? 1 : 0);
        }
        else if (outcome == ExchangeOutcome.ConnectionLost)
        {
            Interlocked.Increment(ref _lost);
        }

        // Each connection is used once, and none may be left out because the window was short: the trial then says so.
        _recorders.ForThisThread.RecordClosed(outcome, start, end);
    }
}
