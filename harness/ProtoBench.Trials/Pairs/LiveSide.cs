using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Links.Serving;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;

namespace ProtoBench.Trials.Pairs;

/// <summary>One side of a pair while it lives: a fresh server and a fresh client that idles until it is told to drive.</summary>
internal sealed class LiveSide : IAsyncDisposable
{
    // As for a trial of a run.
    private static readonly WaitLimit StartLimit = new(TimeSpan.FromSeconds(10));

    // The runtime optimises a method when it has been called thirty times, with profiles twice over. What happens once a slice, reading an order
    // above all, would get there in the thirtieth slice, and compiling it took two slices of a pinned client's processor: rates fell to a tenth.
    private const int Rehearsals = 100;
    private static readonly TimeSpan RehearsedSlice = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRehearsal = TimeSpan.FromSeconds(3);

    private readonly PairSide _side;
    private readonly Cell _cell;
    private readonly SocketFile _socket;
    private readonly IAsyncDisposable _server;
    private readonly ChildProcess _client;
    private ConnectionFacts? _facts;

    private LiveSide(PairSide side, Cell cell, IAsyncDisposable server, ChildProcess client, SocketFile socket) =>
        (_side, _cell, _server, _client, _socket) = (side, cell, server, client, socket);

    /// <summary>Starts both processes, connects, and leaves the client idle.</summary>
    /// <param name="side">Which build, command and settings.</param>
    /// <param name="cell">What to drive.</param>
    /// <param name="seed">Of an open loop's arrivals; the same for both sides.</param>
    /// <param name="processors">Where they may run.</param>
    /// <param name="link">The emulated link both sides share, or null on loopback.</param>
    /// <param name="log">Path of the logs, without <c>-server.log</c> and <c>-client.log</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">Something did not start; nothing is left running.</exception>
    public static async Task<LiveSide> StartAsync(
        PairSide side, Cell cell, ulong seed, ProcessorSplit processors, LinkMessage? link, string log, CancellationToken cancellationToken)
    {
        var socket = new SocketFile();
        var address = socket.ListenAddress(ArmEndpoint.ProtocolOf(cell.Arm).Traits, link?.ServerAddress);
        IAsyncDisposable? server = null;
        LiveSide? live = null;
        try
        {
            (server, var ready) = side.ServerCommand is { } command
                ? await StartForeignAsync(command, address, processors, side.StartLimit ?? ForeignServer.DefaultStartLimit, log, cancellationToken).ConfigureAwait(false)
                : await ServeAsync(side, cell, address, processors, link, log, cancellationToken).ConfigureAwait(false);
            var client = ChildProcess.Start("drive", side.Scenario.Runtime, processors.Client, link?.EnterClient ?? [], $"{log}-client.log", side.Executable);
            live = new LiveSide(side, cell, server, client, socket);
            await live.ConnectAsync(ready, seed, cancellationToken).ConfigureAwait(false);
            return live;
        }
        catch
        {
            if ((live ?? server) is { } started)
            {
                await started.DisposeAsync().ConfigureAwait(false);
            }

            socket.Dispose();
            throw;
        }
    }

    /// <summary>Rehearses slices, then drives until the rate is steady.</summary>
    public async Task<WarmedUp> WarmUpAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Rehearsals && watch.Elapsed < LongestRehearsal; i++)
        {
            await SliceAsync(new SliceOrder(RehearsedSlice, Rehearsal: true), cancellationToken).ConfigureAwait(false);
        }

        var limit = StartLimit with { Asked = _side.Scenario.WarmUp.Maximum + (2 * _side.Scenario.Timeout) };
        return await AskAsync<WarmedUp>(new WarmUpOrder(), limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drives one slice and returns when the client is idle again.</summary>
    public Task<SliceDone> SliceAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        SliceAsync(new SliceOrder(duration), cancellationToken);

    /// <summary>Ends the client and judges what it measured, as a trial of a run would be.</summary>
    public async Task<TrialResult> FinishAsync(TrialResult result, CancellationToken cancellationToken)
    {
        var measured = await AskAsync<Measured>(new Stop(), StartLimit, cancellationToken).ConfigureAwait(false);
        var judged = TrialAssembly.Judge(_cell, result with
        {
            ClientProcessId = _client.ProcessId,
            ServerProcessId = (_server as ChildProcess)?.ProcessId ?? 0,
            Facts = measured.Facts ?? _facts,
        }, measured.Measurement);
        return _server is ForeignServer foreign ? await foreign.RemarkAsync(judged).ConfigureAwait(false) : judged;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private Task<SliceDone> SliceAsync(SliceOrder order, CancellationToken cancellationToken) =>
        AskAsync<SliceDone>(order, StartLimit with { Asked = order.Duration + (2 * _side.Scenario.Timeout) }, cancellationToken);

    /// <summary>Tells the client what to do and waits until it has. Where the server is what ended, that is said first: the client could only complain of it.</summary>
    private async Task<TMessage> AskAsync<TMessage>(ChildMessage order, WaitLimit limit, CancellationToken cancellationToken)
        where TMessage : ChildMessage
    {
        try
        {
            await _client.SendAsync(order).ConfigureAwait(false);
            return await _client.ExpectAsync<TMessage>(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TrialFailedException error) when (_server is ForeignServer)
        {
            throw await ((ForeignServer)_server).EndAsync().ConfigureAwait(false) is { } end ? new TrialFailedException($"{end}; {error.Message}") : error;
        }
    }

    private static async Task<(IAsyncDisposable Server, Ready Ready)> StartForeignAsync(
        string command, string address, ProcessorSplit processors, TimeSpan startLimit, string log, CancellationToken cancellationToken) =>
        await ForeignServer.StartAsync(command, address, processors.Server, $"{log}-server.log", startLimit, cancellationToken).ConfigureAwait(false);

    private static async Task<(IAsyncDisposable Server, Ready Ready)> ServeAsync(
        PairSide side, Cell cell, string address, ProcessorSplit processors, LinkMessage? link, string log, CancellationToken cancellationToken)
    {
        var server = ChildProcess.Start("serve", side.Scenario.Runtime, processors.Server, link?.EnterServer ?? [], $"{log}-server.log", side.Executable);
        try
        {
            await server.SendAsync(new ServeOrder(cell.Arm, address, link is not null, cell.Workload.ServerWork)).ConfigureAwait(false);
            return (server, await server.ExpectAsync<Ready>(StartLimit, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ConnectAsync(Ready ready, ulong seed, CancellationToken cancellationToken)
    {
        var scenario = _side.Scenario;
        var order = new DriveOrder(
            _cell,
            ready.EndPoint,
            ready.CertificatePem,
            scenario.WarmUp,
            scenario.Duration,
            scenario.Timeout,
            seed,
            Sliced: true,
            ServerProcessId: (_server as ChildProcess)?.ProcessId);
        var limit = StartLimit with { Quiet = StartLimit.Quiet + TimeSpan.FromMilliseconds(20 * _cell.Connections) };
        _facts = (await AskAsync<Connected>(order, limit, cancellationToken).ConfigureAwait(false)).Facts;
    }
}
