using System.Globalization;
using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.DeadPeer;

/// <summary>
/// The warm-up opens connections, as many as the load has in flight, uses each and lets them idle. In the window each is used once more,
/// and a moment later the kernel begins to drop whatever comes for their sockets. A connection's client knows when it has closed the
/// socket, or TCP has given it up; times are from what came last.
/// </summary>
internal sealed class DeadPeerLoop : ILoadLoop
{
    /// <summary>The fact that says what finds out.</summary>
    public const string FactName = "keep-alive";

    private const string UserTimeoutFact = "TCP user timeout";

    // A hundredth of the shortest time that a keep-alive can have, and some.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    // An acknowledgement is delayed by at most 200 ms (TCP_DELACK_MAX of linux/tcp.h), and takes half a round trip of any link that ships.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    // For what a connection that was cut is closed with.
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(2);

    private readonly DriveOrder _order;
    private readonly IProtocol _protocol;
    private readonly TlsIdentity? _identity;
    private readonly KeepAlive? _keepAlive;
    private readonly bool _sends;
    private readonly CancellationTokenSource _abort;
    private readonly RecorderSet _recorders = new(openLoop: false, prepared: 1);
    private readonly FirstFailures _failures = new();
    private readonly LatencyHistogram _times = new();
    private readonly List<IProtocolConnection> _held = [];
    private IReadOnlyList<PeerSocket> _sockets = [];
    private Task _running = Task.CompletedTask;
    private KeepAliveTerms? _terms;
    private TimeSpan? _userTimeout;
    private double? _packets;
    private long _ended;
    private long _endedInWindow;
    private int _told;

    public DeadPeerLoop(DriveOrder order, CancellationToken abandoned)
    {
        _order = order;
        _protocol = ArmEndpoint.ProtocolOf(order.Cell.Arm);
        _identity = order.CertificatePem is { } pem ? TlsIdentity.FromPem(pem) : null;
        _keepAlive = order.Cell.Workload.KeepAlive;
        _sends = order.Cell.Workload.SentIntoSilence;
        _terms = DeadPeerTerms.Of(_protocol, order.Cell.Workload, retransmission: null);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        Window = new LoadWindow { Opening = _recorders.Begin };
    }

    public LoadProgress Progress => new(Volatile.Read(ref _ended), Volatile.Read(ref _ended));

    public LoadWindow Window { get; }

    private int Port => ((IPEndPoint)EndPointText.Parse(_order.EndPoint)).Port;

    public void Start()
    {
    }

    /// <exception cref="IOException">A connection cannot be opened, or its socket is not found.</exception>
    public async Task<WarmUpOutcome> WarmUpAsync(WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken)
    {
        var began = LoadClock.Now;
        var others = PeerSocket.To(Port).Select(socket => socket.Identity).ToHashSet();
        var overLink = _order.Cell.Link != ScenarioVocabulary.Loopback;
        var settings = ArmEndpoint.Settings(_order.Cell.Arm, _order.EndPoint, _identity, _order.Timeout, overLink) with
        {
            KeepAlive = _keepAlive,
        };
        for (var i = 0; i < _order.Cell.Load.InFlight; i++)
        {
            _held.Add(await _protocol.ConnectAsync(settings, cancellationToken).ConfigureAwait(false));
            await _held[i].ExchangeAsync(default, 0, cancellationToken).ConfigureAwait(false);
        }

        _sockets = [.. PeerSocket.To(Port).Where(socket => !others.Contains(socket.Identity))];
        if (_sockets.Count != _held.Count)
        {
            throw new IOException(
                $"{_held.Count} connections have {_sockets.Count} sockets to the server, so it is not known which are theirs");
        }

        await IdleAsync(cancellationToken).ConfigureAwait(false);
        _terms = DeadPeerTerms.Of(_protocol, _order.Cell.Workload, _sockets.Max(socket => socket.Retransmission));
        _userTimeout = DeadPeerTerms.UserTimeout(_keepAlive, [.. _sockets.Select(socket => socket.UserTimeout)]);
        return new WarmUpOutcome(Math.Round((LoadClock.Now - began) / 1e9, 3), Steady: true);
    }

    public void Open(TimeSpan duration)
    {
        Window.Open(duration);
        _running = Task.Run(RunAsync);
    }

    public async Task StopAsync(TimeSpan drain)
    {
        _abort.CancelAfter(drain + _order.Timeout + Leaving);
        await _running.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _recorders.Merge();
        return ClosedReport.Of(measurement, recorded, _failures) with
        {
            AchievedRate = _endedInWindow / measurement.WindowSeconds,
            Figures = DeadPeerFigures.Of(
                _times.Count > 0 ? _times.ValueAtQuantile(0.5) : 0, _told, (int)_times.Count, _terms, _packets),
        };
    }

    public ConnectionFacts Learn(ConnectionFacts facts)
    {
        var more = new Dictionary<string, string>(facts.More) { [FactName] = _terms?.Mechanism ?? "none" };
        if (_userTimeout is not null)
        {
            more[UserTimeoutFact] = DeadPeerTerms.Text(_userTimeout);
        }

        return facts with { More = more };
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var socket in _sockets)
        {
            // What says goodbye may wait for its answer.
            socket.Hear();
        }

        var leaving = Task.WhenAll(_held.Select(connection => Task.Run(() => connection.DisposeAsync().AsTask())));
        await Task.WhenAny(leaving, Task.Delay(Leaving)).ConfigureAwait(false);
        _identity?.Dispose();
        _abort.Dispose();
    }

    /// <summary>Lets them idle, and counts what that costs while the peer is there.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        // Silence alone would end them.
        var idle = DeadPeerKind.IdleFor(_order.Cell.Workload);
        idle = _terms is { EndsIdle: true } terms && idle > terms.Earliest / 2 ? terms.Earliest / 2 : idle;
        await Task.Delay(Settling, cancellationToken).ConfigureAwait(false);
        var (before, since) = (Segments(), LoadClock.Now);
        await Task.Delay(idle, cancellationToken).ConfigureAwait(false);
        if (Segments() - before is { } segments && idle > TimeSpan.Zero)
        {
            _packets = segments / (double)_held.Count * 60e9 / (LoadClock.Now - since);
        }
    }

    private long? Segments() => _sockets.Aggregate((long?)0, (sum, socket) => sum + socket.Segments);

    private async Task RunAsync()
    {
        var heard = await Task.WhenAll(_held.Select(connection => UseAsync(connection))).ConfigureAwait(false);
        if (_abort.IsCancellationRequested || !heard.Contains(true))
        {
            return;
        }

        // What was sent is acknowledged by then. Else TCP would send it again for a quarter of an hour, and not ask (tcp_retries2).
        var last = LoadClock.Now;
        if (!_sends)
        {
            await Task.Delay(Settling, CancellationToken.None).ConfigureAwait(false);
        }

        var waiting = _sockets.Where(socket => socket.Silence()).ToList();
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        last = _sends ? LoadClock.Now : last;
        var sent = _sends ? Task.WhenAll(_held.Select(connection => SendAsync(connection, sending.Token))) : Task.CompletedTask;
        var limit = last + (long)_order.Timeout.TotalNanoseconds;
        while (waiting.Count > 0 && LoadClock.Now < limit && !_abort.IsCancellationRequested)
        {
            await Task.Delay(Look).ConfigureAwait(false);
            var now = LoadClock.Now;
            var know = waiting.RemoveAll(socket => socket.HasEnded);
            _told += know;
            for (var i = 0; i < know; i++)
            {
                Record(last, now);
            }
        }

        if (waiting.Count == 0)
        {
            // Whoever has sent something is about to be told, and says by what.
            await Task.WhenAny(sent, Task.Delay(Leaving)).ConfigureAwait(false);
        }

        await sending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(sent, Task.Delay(Leaving)).ConfigureAwait(false);
        if (_abort.IsCancellationRequested)
        {
            return;
        }

        if (_told > 0)
        {
            // Who has sent something has been told by that.
            await (_sends ? Task.CompletedTask : AskAsync()).ConfigureAwait(false);
        }
        else
        {
            _failures.Keep(ExchangeOutcome.TimedOut, string.Create(
                CultureInfo.InvariantCulture, $"nothing was told within {_order.Timeout.TotalSeconds:0.###} s of silence"));
        }

        var end = LoadClock.Now;
        foreach (var _ in waiting)
        {
            Record(last, end);
        }
    }

    /// <summary>
    /// Proves that the peer is there, right before it is not; what fails here is a connection that did not outlast its idling.
    /// </summary>
    private async Task<bool> UseAsync(IProtocolConnection connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        limit.CancelAfter(_order.Timeout);
        var start = LoadClock.Now;
        try
        {
            await connection.ExchangeAsync(default, 0, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            var outcome = limit.IsCancellationRequested ? ExchangeOutcome.TimedOut : ExchangeFailure.Classify(error);
            _failures.Keep(outcome, $"after idling: {ExchangeFailure.Describe(error)}");
            _recorders.ForThisThread.RecordClosed(outcome, start, LoadClock.Now);
            return false;
        }
    }

    /// <summary>Sends what nobody acknowledges; what its program is told then.</summary>
    private async Task SendAsync(IProtocolConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExchangeAsync(default, 0, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _failures.Keep(
                    ExchangeOutcome.ConnectionLost, $"of what was sent into the silence: {ExchangeFailure.Describe(error)}");
            }
        }
    }

    /// <summary>What the client's program is told at its next use of a connection that is known to be dead.</summary>
    private async Task AskAsync()
    {
        using var limit = new CancellationTokenSource(Leaving);
        try
        {
            await _held[0].ExchangeAsync(default, 0, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error) && !limit.IsCancellationRequested)
        {
            _failures.Keep(ExchangeOutcome.ConnectionLost, $"at the next use after the silence: {ExchangeFailure.Describe(error)}");
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // It was not this one that knew.
        }
    }

    private void Record(long last, long now)
    {
        _recorders.ForThisThread.RecordClosed(ExchangeOutcome.Completed, last, now);
        _times.Record(now - last);
        _ended++;
        _endedInWindow += Window.Contains(now) ? 1 : 0;
    }
}
