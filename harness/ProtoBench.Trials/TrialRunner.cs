using System.Diagnostics;
using ProtoBench.Links.Serving;
using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Trials.Clients;

namespace ProtoBench.Trials;

/// <summary>Runs one trial: a fresh server process, a fresh client process, one measuring window, and no process left at the end.</summary>
/// <param name="scenario">The conditions of every trial.</param>
/// <param name="runFolder">Where logs go.</param>
/// <param name="servers">Starts those that are not ours.</param>
/// <param name="recording">What is kept beside the logs; null: nothing.</param>
/// <param name="launcher">Starts the sides; null: on this machine.</param>
internal sealed class TrialRunner(
    Scenario scenario, string runFolder, IForeignServers servers, Recording? recording = null, ILauncher? launcher = null)
{
    // Orders reached clients up to half a second apart on a busy machine; one that comes late opens late, which is told.
    private static readonly TimeSpan WindowNotice = TimeSpan.FromMilliseconds(500);

    private readonly OneBuild _build = OneBuild.OfThis();
    private readonly ILauncher _launcher = launcher ?? LocalLauncher.Instance;

    /// <summary>Command prefix of servers without a link, such as one that gives them a clock of their own. Default: none.</summary>
    public IReadOnlyList<string> EnterServer { get; init; } = [];

    /// <summary>The same of clients.</summary>
    public IReadOnlyList<string> EnterClient { get; init; } = [];

    /// <summary>As <see cref="PeerPlace.Beats"/> has it. Default: no.</summary>
    public bool Beats { get; init; }

    /// <summary>
    /// What a link that somebody else holds said when it was up: trials whose cell has a link go over this one, at once too. Nobody
    /// certifies it and results have no evidence of it, so that they say what works and not how fast. Default: each trial has a link of its
    /// own.
    /// </summary>
    public LinkMessage? HeldLink { get; init; }

    /// <summary>Never throws for anything the trial does: whatever goes wrong becomes its status and reason.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted; the trial does not count at all.</exception>
    public async Task<TrialResult> RunAsync(PlannedTrial trial, Cell cell, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var empty = new TrialResult
        {
            Number = trial.Number,
            CellId = cell.Id,
            Repetition = trial.Repetition,
            Status = TrialStatus.Failed,
            Started = DateTimeOffset.UtcNow,
            Seconds = 0,
        };
        using var socket = new SocketFile();
        var result = await LinkAttempts.RunAsync(
            attempt => AttemptAsync(
                trial, cell, attempt, empty with { Logs = LogFolder(trial, attempt) }, socket, cancellationToken)).ConfigureAwait(false);
        return result with { Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3) };
    }

    /// <summary>
    /// What cannot be started, a link or a process, is the attempt's failure, so that the attempts rejected before it are kept.
    /// </summary>
    private async Task<TrialResult> AttemptAsync(
        PlannedTrial trial, Cell cell, int attempt, TrialResult result, SocketFile socket, CancellationToken cancellationToken)
    {
        try
        {
            var overLink = cell.Link != ScenarioVocabulary.Loopback;
            return !overLink || HeldLink is not null
                ? await MeasureAsync(trial, cell, result, socket, overLink ? HeldLink : null, cancellationToken).ConfigureAwait(false)
                : await MeasureOverLinkAsync(trial, cell, attempt, result, socket, cancellationToken).ConfigureAwait(false);
        }
        catch (TrialFailedException error)
        {
            return result with { Status = TrialStatus.Failed, Reasons = [error.Message] };
        }
    }

    /// <summary>Builds the link, certifies it, measures over it, and adds what it did.</summary>
    private async Task<TrialResult> MeasureOverLinkAsync(
        PlannedTrial trial, Cell cell, int attempt, TrialResult result, SocketFile socket, CancellationToken cancellationToken)
    {
        var capture = recording is { Packets: true } ? Path.Combine(runFolder, result.Logs!, "link.pcapng") : null;
        var link = await LinkProcess.StartAsync(
            LinkProfileFiles.Place(scenario, cell.Link, runFolder),
            trial.Seed,
            capture,
            scenario.Idle,
            LinkCongestion.Of([cell.Arm]),
            cancellationToken).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            var certificate = (await link.CertifyAsync(cancellationToken).ConfigureAwait(false)).Certificate!;
            // A link that does not hold is measured over only when no attempt is left: to show what would have come out.
            var measured = result with { Status = TrialStatus.Succeeded };
            if (certificate.Holds || attempt == LinkAttempts.Most)
            {
                await link.RestartAsync(cancellationToken).ConfigureAwait(false);
                measured = await MeasureAsync(trial, cell, result, socket, link.Ready, cancellationToken).ConfigureAwait(false);
                if (measured.Measurement is { } measurement)
                {
                    measured = measured with
                    {
                        Measurement = await link.MarkAsync(measurement, cancellationToken).ConfigureAwait(false),
                    };
                }
            }

            return TrialChecks.AddLink(measured, await link.EvidenceAsync(certificate, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<TrialResult> MeasureAsync(
        PlannedTrial trial, Cell cell, TrialResult result, SocketFile socket, LinkMessage? link, CancellationToken cancellationToken)
    {
        var stages = new TrialStages();
        result = await MeasureAsync(trial, cell, result, socket, link, stages, cancellationToken).ConfigureAwait(false);
        return result with { Times = stages.Ended() };
    }

    private async Task<TrialResult> MeasureAsync(
        PlannedTrial trial, Cell cell, TrialResult result, SocketFile socket, LinkMessage? link, TrialStages stages,
        CancellationToken cancellationToken)
    {
        await _launcher.ReadyAsync(executable: null, cancellationToken).ConfigureAwait(false);
        _launcher.Looks?.Begin();
        var kind = WorkloadCatalog.Of(cell.Workload.Kind);
        using var machine = new MachineWatch(newcomers: kind.RunsPrograms || kind.RestartsServer);
        var logs = Path.Combine(runFolder, result.Logs!) + Path.DirectorySeparatorChar;
        var place = new PeerPlace(CellRuntime.Of(scenario.Runtime, cell), _launcher.Processors(scenario.Pinning), link, logs, _build)
        {
            Launcher = _launcher,
            EnterServer = EnterServer,
            EnterClient = EnterClient,
            Lifetime = PeerPlace.LifetimeOf(scenario),
            Beats = Beats,
        };
        var address = socket.ListenAddress(ArmEndpoint.TraitsOf(cell.Arm), place.ServerAddress);
        var pair = await PeerPair.StartAsync(place, () => servers.Start(cell, place, address), cell.Arm.ClientProcesses ?? 1, stages)
            .ConfigureAwait(false);
        await using (pair.ConfigureAwait(false))
        {
            result = result with { ServerProcessId = pair.ServerProcessId, ClientProcessId = pair.ClientProcessId };
            try
            {
                var order = new PeerOrder(cell, scenario, address, trial.Seed, Qlog: QlogFolder(cell, result))
                {
                    Duty = place.DutyFor(scenario.Idle),
                };
                return await TalkAsync(order, result, pair, machine, cancellationToken).ConfigureAwait(false);
            }
            catch (TrialFailedException error)
            {
                return result with { Status = TrialStatus.Failed, Reasons = [error.Message] };
            }
        }
    }

    private async Task<TrialResult> TalkAsync(
        PeerOrder order, TrialResult result, PeerPair pair, MachineWatch machine, CancellationToken cancellationToken)
    {
        var facts = await pair.ConnectAsync(order, cancellationToken).ConfigureAwait(false);
        machine.Follow();
        var asked = scenario.WarmUp.Maximum + scenario.Duration + (TimeOuts(order.Cell) * scenario.Timeout);
        var limit = PeerPair.StartLimit with { Asked = asked };
        var clients = order.Clients == 1
            ? [await pair.ExpectAsync<Measured>(limit, cancellationToken).ConfigureAwait(false)]
            : await SeveralAsync(pair, limit, cancellationToken).ConfigureAwait(false);
        var measured = MergedClients.Of(clients, ownCounts: !_launcher.IsLocal, WorkloadCatalog.Of(order.Cell.Workload.Kind));
        pair.Stages.Loaded(pair.OfClient(measured.Measurement.WindowStartNanoseconds));
        await pair.LookAgainAsync(cancellationToken).ConfigureAwait(false);
        var served = await pair.StopServerAsync(cancellationToken).ConfigureAwait(false);
        var told = result with
        {
            Facts = ClientChecks.With(pair.WithServer(measured.Facts ?? facts), clients, pair.ClientHosts),
            Clocks = pair.ClocksResult,
            Hosts = pair.Hosts,
            Paths = pair.Paths,
        };
        told = told with { HostMachines = HostMachines(pair, clients, served, measured.Measurement) };
        var assembled = await pair.RemarkAsync(
            Assemble(order.Cell, told, measured, served, pair, machine)).ConfigureAwait(false);
        assembled = ClientChecks.Add(order.Cell, assembled, clients, pair.Windows(clients), pair.ClientHosts);
        return order.Qlog is null
            ? assembled
            : assembled with
            {
                Notes = [.. assembled.Notes, "both sides wrote qlog, which costs time: compare with other such trials only"],
            };
    }

    private static IReadOnlyList<HostMachine>? HostMachines(
        PeerPair pair, IReadOnlyList<Measured> clients, Served? served, Measurement measurement)
    {
        var from = pair.OfClient(measurement.WindowStartNanoseconds);
        return SideMachine.Between(pair.Machines(clients, served), from, from + (long)(measurement.WindowSeconds * 1e9));
    }

    // Every client keeps its load on from when it is steady until the window, so that the last one warms up beside all others.
    private static async Task<IReadOnlyList<Measured>> SeveralAsync(PeerPair pair, WaitLimit limit, CancellationToken cancellationToken)
    {
        await pair.AskAllAsync<Steady>(_ => null, limit, cancellationToken).ConfigureAwait(false);
        return await pair.MeasureTogetherAsync(WindowNotice, limit, cancellationToken).ConfigureAwait(false);
    }

    // The exchange at the end of the window, and that at the end of the warm-up; of a program also its first run, and before each of the
    // three what prepares it.
    private static int TimeOuts(Cell cell) => WorkloadCatalog.Of(cell.Workload.Kind).RunsPrograms ? 6 : 2;

    private string LogFolder(PlannedTrial trial, int attempt)
    {
        var folder = Path.Combine("logs", attempt == 1 ? $"{trial.Number:D4}" : $"{trial.Number:D4}-{attempt}");
        Directory.CreateDirectory(Path.Combine(runFolder, folder));
        return folder;
    }

    private string? QlogFolder(Cell cell, TrialResult result) =>
        recording is { Qlog: true } && ArmEndpoint.TraitsOf(cell.Arm).TunesQuic(cell.Arm.Backend)
            ? Path.GetFullPath(Path.Combine(runFolder, result.Logs!))
            : null;

    private TrialResult Assemble(Cell cell, TrialResult result, Measured measured, Served? served, PeerPair pair, MachineWatch machine)
    {
        var measurement = WorkloadCatalog.Of(cell.Workload.Kind).Complete(measured.Measurement, served?.Samples ?? []);
        if (served?.Requests is { } requests)
        {
            measurement = WorkloadCatalog.Of(cell.Workload.Kind).Complete(measurement, requests);
        }

        var start = measurement.WindowStartNanoseconds;
        var end = start + (long)(measurement.WindowSeconds * 1e9);
        if (served is not null
            && TimeMarks.Of(served.Samples, start, measurement.WindowSeconds, "server", TimeMarks.Near(measurement))
                is { Count: > 0 } marks)
        {
            measurement = measurement with { Marks = [.. measurement.Marks ?? [], .. marks] };
        }

        if (served?.Congestion is { } congestion
            && CongestionSeries.Busiest(congestion, start / 1e9, measurement.WindowSeconds) is { } moved)
        {
            measurement = measurement with
            {
                Congestion = CongestionSeries.Busiest([.. measurement.Congestion ?? [], .. moved], 0, measurement.WindowSeconds),
            };
        }

        var usage = pair.UsageOfServer(served, start, end);
        return TrialAssembly.Judge(
            cell,
            result with
            {
                Client = measured.Usage,
                Server = usage,
                Machine = _launcher.IsLocal && pair.MeetsThisMachine ? machine.Between(pair.OfClient(start), pair.OfClient(end)) : null,
            },
            measurement,
            scenario.Duration);
    }
}
