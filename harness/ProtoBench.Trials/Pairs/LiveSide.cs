using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Links.Serving;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Trials.Servers;

namespace ProtoBench.Trials.Pairs;

/// <summary>One side of a pair while it lives: a fresh server and a fresh client that idles until it is told to drive.</summary>
internal sealed class LiveSide : IAsyncDisposable
{
    // The runtime optimises a method when it has been called thirty times, with profiles twice over. What happens once a slice, reading an
    // order above all, would get there in the thirtieth slice, and compiling it took two slices of a pinned client's processor: rates fell
    // to a tenth.
    private const int Rehearsals = 100;
    private const int RehearsalsWithoutProfiles = 50;

    // Nothing is compiled there, so they only fill caches.
    private const int RehearsalsOfNative = 5;
    private static readonly TimeSpan RehearsedSlice = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRehearsal = TimeSpan.FromSeconds(3);

    private readonly PairSide _side;
    private readonly Cell _cell;
    private readonly SocketFile _socket = new();
    private PeerPair? _pair;
    private ConnectionFacts? _facts;
    private SlicesSpan? _measured;

    private LiveSide(PairSide side, Cell cell) => (_side, _cell) = (side, cell);

    /// <summary>What its client runs on; null from builds that do not tell.</summary>
    public PeerFingerprint? Fingerprint => Pair.ClientIntroduction?.Fingerprint;

    /// <summary>What both sides saw of the machines they run on; empty where that is this one, and before they have finished.</summary>
    public IReadOnlyList<SideMachine> Machines { get; private set; } = [];

    /// <summary>What else the hosts did while it was driven in turns with others; null where nobody saw.</summary>
    /// <param name="all">What all of those saw.</param>
    public IReadOnlyList<HostMachine>? HostMachines(IReadOnlyList<SideMachine> all) => _measured is { } slices
        ? SideMachine.Between(all, Pair.OfClient(slices.From), Pair.OfClient(slices.To))
        : null;

    /// <summary>Both its processes, as far as they are known.</summary>
    public IEnumerable<int> Processes => new[] { Pair.ServerProcessId, Pair.ClientProcessId }.Where(process => process != 0);

    private PeerPair Pair => _pair ?? throw new InvalidOperationException("the side has not been started");

    /// <summary>Starts both processes, connects, and leaves the client idle.</summary>
    /// <param name="side">Which build, command and settings.</param>
    /// <param name="cell">What to drive.</param>
    /// <param name="seed">Of an open loop's arrivals; the same for both sides.</param>
    /// <param name="launcher">Starts them.</param>
    /// <param name="processors">Where they may run.</param>
    /// <param name="link">The emulated link both sides share, or null on loopback.</param>
    /// <param name="build">The build all peers of this side must be of.</param>
    /// <param name="logs">Start of the paths of the logs, which end in <c>server.log</c> and <c>client.log</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">Something did not start; nothing is left running.</exception>
    public static async Task<LiveSide> StartAsync(
        PairSide side,
        Cell cell,
        ulong seed,
        ILauncher launcher,
        ProcessorSplit processors,
        LinkMessage? link,
        OneBuild build,
        string logs,
        CancellationToken cancellationToken)
    {
        var live = new LiveSide(side, cell);
        try
        {
            var place = new PeerPlace(CellRuntime.Of(side.Scenario.Runtime, cell), processors, link, logs, build, side.Executable)
            {
                Launcher = launcher,
                Lifetime = PeerPlace.LifetimeOf(side.Scenario, Model.Plans.Rounds.MostArms),
            };
            await live.ConnectAsync(seed, place, cancellationToken).ConfigureAwait(false);
            return live;
        }
        catch
        {
            await live.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Rehearses slices, of which nothing is recorded. Most of it is waiting, so several sides may do it at once.</summary>
    /// <returns>The last of them.</returns>
    public async Task<SliceDone> RehearseAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var slice = new SliceDone(0, 0);
        var rehearsals = _side.Scenario.Runtime switch
        {
            { Code: PeerCode.Aot } => RehearsalsOfNative,
            { TieredPgo: true } => Rehearsals,
            _ => RehearsalsWithoutProfiles,
        };
        for (var i = 0; i < rehearsals && watch.Elapsed < LongestRehearsal; i++)
        {
            slice = await SliceAsync(new SliceOrder(RehearsedSlice, Rehearsal: true), cancellationToken).ConfigureAwait(false);
        }

        return slice;
    }

    /// <summary>Drives until the rate is steady.</summary>
    public async Task<WarmedUp> WarmUpAsync(CancellationToken cancellationToken)
    {
        var limit = PeerPair.StartLimit with { Asked = _side.Scenario.WarmUp.Maximum + (2 * _side.Scenario.Timeout) };
        return await Pair.AskAsync<WarmedUp>(new WarmUpOrder(), limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drives one slice and returns when the client is idle again.</summary>
    public Task<SliceDone> SliceAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        SliceAsync(new SliceOrder(duration), cancellationToken);

    /// <summary>Ends the client and judges what it measured, as a trial of a run would be.</summary>
    public async Task<TrialResult> FinishAsync(TrialResult result, CancellationToken cancellationToken)
    {
        var judged = Judge(result, await StopAsync(cancellationToken).ConfigureAwait(false));
        return await Pair.RemarkAsync(judged).ConfigureAwait(false);
    }

    /// <summary>The same with what both sides used.</summary>
    /// <param name="result">What is known about the trial so far.</param>
    /// <param name="machine">Tells what else the machine did between two instants.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<TrialResult> FinishWithUsageAsync(
        TrialResult result, Func<long, long, MachineState> machine, CancellationToken cancellationToken)
    {
        var measured = await StopAsync(cancellationToken).ConfigureAwait(false);
        var served = await Pair.StopServerAsync(cancellationToken).ConfigureAwait(false);
        (Machines, _measured) = (Pair.Machines([measured], served), measured.Slices);
        var slices = measured.Slices ?? throw new TrialFailedException("the client did not say when its slices were");
        var judged = Judge(
            result with
            {
                // The namespaces of a link count what all arms sent again, so that nobody's share of it is known.
                Client = measured.Usage is { } usage ? usage with { Retransmissions = null, TcpSentAgain = null } : null,
                Server = Pair.UsageOfServer(served, slices.From, slices.To) is { } server
                    ? server.OfShare(slices.RecordedShare) with { Retransmissions = null, TcpSentAgain = null }
                    : null,
                Machine = Pair.MeetsThisMachine && Pair.Hosts is null
                    ? machine(Pair.OfClient(slices.From), Pair.OfClient(slices.To))
                    : null,
            },
            measured);
        return await Pair.RemarkAsync(judged).ConfigureAwait(false);
    }

    private async Task<Measured> StopAsync(CancellationToken cancellationToken)
    {
        var measured = await Pair.AskAsync<Measured>(new Stop(), PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        await Pair.LookAgainAsync(cancellationToken).ConfigureAwait(false);
        return measured;
    }

    private TrialResult Judge(TrialResult result, Measured measured) => TrialAssembly.Judge(
        _cell,
        result with
        {
            ClientProcessId = Pair.ClientProcessId,
            ServerProcessId = Pair.ServerProcessId,
            Facts = (measured.Facts ?? _facts) is { } facts ? Pair.WithServer(facts) : null,
            Clocks = Pair.ClocksResult,
            Hosts = Pair.Hosts,
            Paths = Pair.Paths,
        },
        measured.Measurement);

    public async ValueTask DisposeAsync()
    {
        if (_pair is not null)
        {
            await _pair.DisposeAsync().ConfigureAwait(false);
        }

        _socket.Dispose();
    }

    private Task<SliceDone> SliceAsync(SliceOrder order, CancellationToken cancellationToken)
    {
        var limit = PeerPair.StartLimit with { Asked = order.Duration + (2 * _side.Scenario.Timeout) };
        return Pair.AskAsync<SliceDone>(order, limit, cancellationToken);
    }

    private async Task ConnectAsync(ulong seed, PeerPlace place, CancellationToken cancellationToken)
    {
        var address = _socket.ListenAddress(ArmEndpoint.TraitsOf(_cell.Arm), place.ServerAddress);
        var limit = _side.StartLimit ?? CommandServer.DefaultStartLimit;
        _pair = await PeerPair.StartAsync(place, () => _side.ServerCommand is { } command
            ? CommandServer.Start(command, address, place.Processors.Server, place.ServerLog, limit)
            : new SideServers(_side.Scenario).Start(_cell, place, address)).ConfigureAwait(false);
        var order = new PeerOrder(_cell, _side.Scenario, address, seed, Sliced: true) { Duty = place.DutyFor(_side.Scenario.Idle) };
        _facts = await _pair.ConnectAsync(order, cancellationToken).ConfigureAwait(false);
    }
}
