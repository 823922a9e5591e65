using System.Diagnostics;
using ProtoBench.Links.Serving;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>Runs one trial: a fresh server process, a fresh client process, one measuring window, and no process left at the end.</summary>
/// <param name="scenario">The conditions of every trial.</param>
/// <param name="runFolder">Where logs go.</param>
/// <param name="recording">What is kept beside the logs; null: nothing.</param>
internal sealed class TrialRunner(Scenario scenario, string runFolder, Recording? recording = null)
{
    // Starting a process and just-in-time compiling Kestrel takes 0.5 s on a quiet machine; twenty times that means it hangs.
    private static readonly WaitLimit StartLimit = new(TimeSpan.FromSeconds(10));

    // A handshake of TCP and TLS takes three; a first packet that is lost is sent again after one second and then two.
    private const int ConnectRoundTrips = 5;

    private readonly ProcessorSplit _processors = ProcessorSplit.Of(scenario.Pinning, ProcessorSplit.ParseList(ProcessProbe.Processors()));

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
            attempt => AttemptAsync(trial, cell, attempt, empty with { Logs = LogFolder(trial, attempt) }, socket, cancellationToken)).ConfigureAwait(false);
        return result with { Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3) };
    }

    /// <summary>What cannot be started, a link or a process, is the attempt's failure, so that the attempts rejected before it are kept.</summary>
    private async Task<TrialResult> AttemptAsync(
        PlannedTrial trial, Cell cell, int attempt, TrialResult result, SocketFile socket, CancellationToken cancellationToken)
    {
        try
        {
            return cell.Link == ScenarioVocabulary.Loopback
                ? await MeasureAsync(trial, cell, result, socket, link: null, cancellationToken).ConfigureAwait(false)
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
        var link = await LinkProcess.StartAsync(LinkProfileFiles.Place(scenario, cell.Link, runFolder), trial.Seed, capture, scenario.Idle, cancellationToken).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            var certificate = (await link.CertifyAsync(cancellationToken).ConfigureAwait(false)).Certificate!;
            // A link that does not hold is measured over only when no attempt is left: to show what would have come out.
            var measured = result with { Status = TrialStatus.Succeeded };
            if (certificate.Holds || attempt == LinkAttempts.Most)
            {
                await link.RestartAsync(cancellationToken).ConfigureAwait(false);
                measured = await MeasureAsync(trial, cell, result, socket, link.Ready, cancellationToken).ConfigureAwait(false);
            }

            return TrialChecks.AddLink(measured, await link.EvidenceAsync(certificate, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<TrialResult> MeasureAsync(
        PlannedTrial trial, Cell cell, TrialResult result, SocketFile socket, LinkMessage? link, CancellationToken cancellationToken)
    {
        using var machine = new MachineWatch();

        // Both processes start at once: neither is measured before both are ready, and a trial is half a second shorter.
        var server = ChildProcess.Start("serve", scenario.Runtime, _processors.Server, link?.EnterServer ?? [], Log(result, "server"));
        await using (server.ConfigureAwait(false))
        {
            var client = ChildProcess.Start("drive", scenario.Runtime, _processors.Client, link?.EnterClient ?? [], Log(result, "client"));
            await using (client.ConfigureAwait(false))
            {
                result = result with { ServerProcessId = server.ProcessId, ClientProcessId = client.ProcessId };
                try
                {
                    return await TalkAsync(trial, cell, result, socket.ListenAddress(ArmEndpoint.ProtocolOf(cell.Arm).Traits, link?.ServerAddress), link?.RoundTripSeconds ?? 0, server, client, machine, cancellationToken).ConfigureAwait(false);
                }
                catch (TrialFailedException error)
                {
                    return result with { Status = TrialStatus.Failed, Reasons = [error.Message] };
                }
            }
        }
    }

    private async Task<TrialResult> TalkAsync(
        PlannedTrial trial,
        Cell cell,
        TrialResult result,
        string listenAddress,
        double roundTripSeconds,
        ChildProcess server,
        ChildProcess client,
        MachineWatch machine,
        CancellationToken cancellationToken)
    {
        var overLink = cell.Link != ScenarioVocabulary.Loopback;
        var qlog = QlogFolder(cell, result);
        await server.SendAsync(new ServeOrder(cell.Arm, listenAddress, overLink, cell.Workload.ServerWork, qlog)).ConfigureAwait(false);
        var ready = await server.ExpectAsync<Ready>(StartLimit, cancellationToken).ConfigureAwait(false);
        await client.SendAsync(new DriveOrder(
            cell, ready.EndPoint, ready.CertificatePem, scenario.WarmUp, scenario.Duration, scenario.Timeout, trial.Seed, Qlog: qlog, ServerProcessId: server.ProcessId)).ConfigureAwait(false);
        var connectLimit = StartLimit with
        {
            Quiet = StartLimit.Quiet + TimeSpan.FromMilliseconds(20 * cell.Connections),
            Asked = TimeSpan.FromSeconds(ConnectRoundTrips * roundTripSeconds),
        };
        var connected = await UnlessServerEndsAsync(server, token => client.ExpectAsync<Connected>(connectLimit, token), cancellationToken)
            .ConfigureAwait(false);
        machine.Follow();
        var limit = StartLimit with { Asked = scenario.WarmUp.Maximum + scenario.Duration + (2 * scenario.Timeout) };
        var measured = await UnlessServerEndsAsync(server, token => client.ExpectAsync<Measured>(limit, token), cancellationToken)
            .ConfigureAwait(false);
        await server.SendAsync(new Stop()).ConfigureAwait(false);
        var served = await server.ExpectAsync<Served>(StartLimit, cancellationToken).ConfigureAwait(false);
        var assembled = Assemble(cell, result with { Facts = measured.Facts ?? connected.Facts }, measured, served, server, machine);
        return qlog is null ? assembled : assembled with { Notes = [.. assembled.Notes, "both sides wrote qlog, which costs time: compare with other such trials only"] };
    }

    private string LogFolder(PlannedTrial trial, int attempt)
    {
        var folder = Path.Combine("logs", attempt == 1 ? $"{trial.Number:D4}" : $"{trial.Number:D4}-{attempt}");
        Directory.CreateDirectory(Path.Combine(runFolder, folder));
        return folder;
    }

    private string? QlogFolder(Cell cell, TrialResult result) =>
        recording is { Qlog: true } && ArmEndpoint.ProtocolOf(cell.Arm).Traits.TunesQuic(cell.Arm.Backend)
            ? Path.GetFullPath(Path.Combine(runFolder, result.Logs!))
            : null;

    /// <summary>Waits for the client, but not when the server has ended: the client could only time out.</summary>
    private static async Task<TMessage> UnlessServerEndsAsync<TMessage>(
        ChildProcess server, Func<CancellationToken, Task<TMessage>> wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = server.WaitForEndAsync(over.Token);
        var waiting = wait(over.Token);
        var first = await Task.WhenAny(waiting, ended).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (first == ended && !cancellationToken.IsCancellationRequested)
        {
            // The client may fail in the same moment; its complaint about the lost server is the lesser news.
            await Task.WhenAny(waiting).ConfigureAwait(false);
            throw new TrialFailedException($"the server {await ended.ConfigureAwait(false)} in the middle of the trial");
        }

        return await waiting.ConfigureAwait(false);
    }

    private TrialResult Assemble(Cell cell, TrialResult result, Measured measured, Served served, ChildProcess server, MachineWatch machine)
    {
        var measurement = measured.Measurement;
        var start = measurement.WindowStartNanoseconds;
        var end = start + (long)(measurement.WindowSeconds * 1e9);
        if (cell.Workload.Kind == WorkloadKind.Upload)
        {
            var (from, to) = (ProcessSamples.At(served.Samples, start), ProcessSamples.At(served.Samples, end));
            measurement = measurement with
            {
                GoodputBytesPerSecond = (to.ReceivedBytes - from.ReceivedBytes) / measurement.WindowSeconds,
                Series = ProcessSamples.Rates(served.Samples, start, sample => sample.ReceivedBytes),
            };
        }

        var usage = ProcessSamples.Usage(served.Samples, start, end, new ProcessUsage
        {
            ProcessId = server.ProcessId,
            CpuSeconds = 0,
            AllocatedBytes = 0,
            Collections = 0,
            PauseMilliseconds = 0,
            Retransmissions = cell.Link == ScenarioVocabulary.Loopback ? null : 0,
            PeakResidentBytes = served.PeakResidentBytes,
            Processors = server.Introduction?.Processors ?? "",
            Runtime = server.Introduction?.Runtime ?? "",
        });
        return TrialAssembly.Judge(cell, result with { Client = measured.Usage, Server = usage, Machine = machine.Between(start, end) }, measurement, scenario.Duration);
    }

    private string Log(TrialResult result, string process) => Path.Combine(runFolder, result.Logs!, process + ".log");
}
