using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>
/// Connects where nobody is, again and again, each time until something tells or the scenario's time-out is over. The warm-up tries closed
/// ports alone, because a black hole would fill it with waiting.
/// </summary>
internal sealed class UnreachableLoop : ILoadLoop
{
    private const int FewestRehearsals = 20;

    // A client that tries again at once only burns processors.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    // QUIC may take no notice of a closed port; its code has been run by then.
    private static readonly TimeSpan RehearsalLimit = TimeSpan.FromMilliseconds(50);

    private readonly DriveOrder _order;
    private readonly IProtocol _protocol;
    private readonly TlsIdentity? _identity;
    private readonly CancellationTokenSource _abort;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly LatencyHistogram _times = new();
    private readonly Lock _lock = new();
    private readonly bool _overLink;
    private Task _running = Task.CompletedTask;
    private NobodyPlace? _place;
    private long _again;
    private long _told;
    private long _givenUp;
    private long _endedInWindow;
    private bool _stopping;

    public UnreachableLoop(DriveOrder order, CancellationToken abandoned)
    {
        _order = order;
        _protocol = ArmEndpoint.ProtocolOf(order.Cell.Arm);
        _identity = order.CertificatePem is { } pem ? TlsIdentity.FromPem(pem) : null;
        _overLink = order.Cell.Link != ScenarioVocabulary.Loopback;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        _recorders = new RecorderSet(openLoop: false, prepared: Math.Min(order.Cell.Load.InFlight, 8));
        Window = new LoadWindow { Opening = _recorders.Begin };
    }

    public LoadProgress Progress => new(Ended, Ended);

    public LoadWindow Window { get; }

    private long Ended => Volatile.Read(ref _told) + Volatile.Read(ref _givenUp);

    private ConnectTarget Target => _order.Cell.Workload.Target;

    public void Start()
    {
    }

    public async Task<WarmUpOutcome> WarmUpAsync(WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken)
    {
        var began = LoadClock.Now;
        using (var closed = await PlaceAsync(ConnectTarget.ClosedPort, cancellationToken).ConfigureAwait(false))
        {
            var settings = SettingsOf(closed);
            for (var i = 0; Elapsed() < bounds.Maximum && (i < FewestRehearsals || Elapsed() < bounds.Minimum); i++)
            {
                await TryAsync(settings, RehearsalLimit, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        _place = await PlaceAsync(Target, cancellationToken).ConfigureAwait(false);
        return new WarmUpOutcome(Math.Round(Elapsed().TotalSeconds, 3), Steady: true);

        TimeSpan Elapsed() => TimeSpan.FromSeconds((LoadClock.Now - began) / 1e9);
    }

    public void Open(TimeSpan duration)
    {
        _again = _overLink ? RetransmissionProbe.Now() : 0;
        Window.Open(duration);
        var settings = SettingsOf(_place!);
        _running = Task.WhenAll(Enumerable.Range(0, _order.Cell.Load.InFlight).Select(_ => Task.Run(() => RunAsync(settings))));
    }

    public async Task StopAsync(TimeSpan drain)
    {
        Volatile.Write(ref _stopping, true);
        _abort.CancelAfter(drain + _order.Timeout);
        await _running.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _again = _overLink ? RetransmissionProbe.Now() - _again : 0;
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _recorders.Merge();
        var schedule = Target == ConnectTarget.BlackHole && _protocol.Traits.OverTcp ? SynSchedule.OfThisMachine() : null;
        var rationed = _overLink && Target == ConnectTarget.ClosedPort && !_protocol.Traits.OverTcp && !_protocol.Traits.LocalOnly;
        return ClosedReport.Of(measurement, recorded, _failures) with
        {
            AchievedRate = Volatile.Read(ref _endedInWindow) / measurement.WindowSeconds,
            Figures = UnreachableFigures.Of(
                _times.Count > 0 ? _times.ValueAtQuantile(0.5) : 0,
                _told,
                _givenUp,
                _overLink ? _again : null,
                schedule,
                _order.Timeout,
                rationed ? PortUnreachableLimit.OfThisMachine() : null),
        };
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        await _abort.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _place?.Dispose();
        _identity?.Dispose();
        _abort.Dispose();
    }

    private Task<NobodyPlace> PlaceAsync(ConnectTarget target, CancellationToken cancellationToken) =>
        NobodyPlace.OpenAsync(target, EndPointText.Parse(_order.EndPoint), _protocol.Traits, cancellationToken);

    private EndpointSettings SettingsOf(NobodyPlace place) => ArmEndpoint.Settings(
        _order.Cell.Arm, EndPointText.Write(place.EndPoint), _identity, _order.Timeout, _overLink);

    private async Task RunAsync(EndpointSettings settings)
    {
        while (!Volatile.Read(ref _stopping) && !_abort.IsCancellationRequested)
        {
            var start = LoadClock.Now;
            if (!Window.Contains(start))
            {
                return;
            }

            var end = await TryAsync(settings, _order.Timeout, _abort.Token).ConfigureAwait(false);
            if (_abort.IsCancellationRequested)
            {
                return;
            }

            Record(end, start, LoadClock.Now);
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Connects and asks for an empty answer: protocols of datagrams learn of nobody only when they send. Null: somebody answered.
    /// </summary>
    private async Task<ExchangeOutcome?> TryAsync(EndpointSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var connection = await _protocol.ConnectAsync(settings, limit.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await connection.ExchangeAsync(default, 0, limit.Token).ConfigureAwait(false);
            }

            _failures.Keep(ExchangeOutcome.BadResponse, $"somebody answered at {settings.EndPoint}");
            return null;
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // What the warm-up tries ends elsewhere, and a trial that is given up is no attempt's end.
            if (cancellationToken.IsCancellationRequested || _place is null)
            {
                return ExchangeOutcome.TimedOut;
            }

            var outcome = limit.IsCancellationRequested ? ExchangeOutcome.TimedOut : ExchangeFailure.Classify(error);
            _failures.Keep(outcome, outcome == ExchangeOutcome.TimedOut
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"given up after {timeout.TotalSeconds:0.###} s: nothing came back from {settings.EndPoint}")
                : ExchangeFailure.Describe(error));
            return outcome;
        }
    }

    private void Record(ExchangeOutcome? end, long start, long now)
    {
        var outcome = end is null ? ExchangeOutcome.BadResponse : ExchangeOutcome.Completed;
        _recorders.ForThisThread.RecordClosed(outcome, start, now);
        if (end is null)
        {
            return;
        }

        Interlocked.Increment(ref end == ExchangeOutcome.TimedOut ? ref _givenUp : ref _told);
        Interlocked.Add(ref _endedInWindow, Window.Contains(now) ? 1 : 0);

        // Once an attempt, so a lock costs nothing.
        lock (_lock)
        {
            _times.Record(now - start);
        }
    }
}
