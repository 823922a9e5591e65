using System.Net;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>A <c>protobench-peer serve</c>, or several that follow each other at one address.</summary>
/// <param name="start">Starts a life, from 1.</param>
internal sealed class ServingPeer(Func<int, ChildProcess> start) : IServingSide
{
    private readonly List<ChildProcess> _lives = [start(1)];
    private readonly Lock _lock = new();
    private ServeOrder? _order;
    private Ready? _ready;
    private ChildProcess? _killed;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChildProcess Peer
    {
        get
        {
            lock (_lock)
            {
                return _lives[^1];
            }
        }
    }

    public bool WasReplaced
    {
        get
        {
            lock (_lock)
            {
                return _killed is not null;
            }
        }
    }

    public async Task<Ready> ReadyAsync(
        ServeOrder order, Func<CancellationToken, Task> meanwhile, CancellationToken cancellationToken)
    {
        _order = order;
        await Peer.SendAsync(order).ConfigureAwait(false);
        await Peer.IntroducedAsync(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        await meanwhile(cancellationToken).ConfigureAwait(false);
        return _ready = await Peer.ExpectAsync<Ready>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ServerRestart> RestartAsync(TimeSpan down, CancellationToken cancellationToken)
    {
        var dying = Peer;
        var (order, ready) = (_order!, _ready!);
        if (!dying.SharesClock)
        {
            throw new TrialFailedException(
                $"the {dying.Name} reads another clock than this program: a server can only be killed and started again on this machine");
        }

        lock (_lock)
        {
            _killed = dying;
        }

        var killed = dying.Kill();
        var next = start(_lives.Count + 1);
        lock (_lock)
        {
            _lives.Add(next);
            _next.SetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        var kept = AddressKept(order, ready);
        await next.IntroducedAsync(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        while (down - TimeSpan.FromMicroseconds((LoadClock.Now - killed) / 1e3) is { Ticks: > 0 } left)
        {
            // Timers of .NET count whole milliseconds and may fire up to one early.
            await Task.Delay(left + TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
        }

        await next.SendAsync(order with { EndPoint = ready.EndPoint, Ports = null }).ConfigureAwait(false);
        _ready = await next.ExpectAsync<Ready>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        return new ServerRestart(killed, _ready.At ?? LoadClock.Now, kept);
    }

    public async Task<TMessage> WhileServingAsync<TMessage>(
        Func<CancellationToken, Task<TMessage>> client, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = client(over.Token);
        while (true)
        {
            var (serving, next) = Now();
            var ended = serving.WaitForEndAsync(over.Token);
            var first = await Task.WhenAny(waiting, ended).ConfigureAwait(false);
            if (first == ended && WasKilled(serving) && !cancellationToken.IsCancellationRequested)
            {
                // Its end was asked for. The next one's is a failure again; that none comes is what the client's question fails with.
                await Task.WhenAny(waiting, next).ConfigureAwait(false);
                if (!waiting.IsCompleted)
                {
                    continue;
                }

                first = waiting;
            }

            await over.CancelAsync().ConfigureAwait(false);
            if (first == ended && !cancellationToken.IsCancellationRequested)
            {
                // The client may fail in the same moment; its complaint about the lost server is the lesser news.
                await Task.WhenAny(waiting).ConfigureAwait(false);
                throw new TrialFailedException($"the {serving.Name} {await ended.ConfigureAwait(false)} in the middle of the trial");
            }

            return await waiting.ConfigureAwait(false);
        }
    }

    public Task<TrialResult> RemarkAsync(TrialResult result) => Task.FromResult(WasReplaced
        ? result with
        {
            Notes =
            [
                .. result.Notes,
                "the server's processor time and memory are not told: the one that was killed could not say what it had used",
            ],
        }
        : result);

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives)
        {
            await life.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Starting the process has taken some milliseconds, in which the clients have closed their ends.
    private static bool? AddressKept(ServeOrder order, Ready ready) =>
        !order.OverLink && ArmEndpoint.TraitsOf(order.Arm).OverTcp && EndPointText.Parse(ready.EndPoint) is IPEndPoint address
            ? AddressProbe.IsKept(address)
            : null;

    private (ChildProcess Serving, Task Next) Now()
    {
        lock (_lock)
        {
            return (_lives[^1], _next.Task);
        }
    }

    private bool WasKilled(ChildProcess process)
    {
        lock (_lock)
        {
            return _killed == process;
        }
    }
}
