using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Protocols;

namespace ProtoBench.Reports.Explanations;

/// <summary>
/// Collects a cell's evidence from its trials that count. Figures are those of the report; shares are over all trials together.
/// </summary>
internal static class EvidenceReader
{
    public static ArmEvidence Of(CellSummary cell)
    {
        var facts = cell.Succeeded.Select(trial => trial.Facts).FirstOrDefault(facts => facts is not null);
        var (busy, side) = Busiest(cell.Succeeded);
        var pauses = cell.Succeeded.SelectMany(trial => (ProcessUsage?[])[trial.Client, trial.Server]).OfType<ProcessUsage>().ToList();
        var seconds = cell.Succeeded.Sum(trial => trial.Measurement!.WindowSeconds);
        var (lost, packets, work) = Loss(cell.Succeeded);
        var overTcp = ProtocolCatalog.Find(cell.Cell.Arm.Protocol) is { Traits.OverTcp: true };
        var counted = !WorkloadCatalog.Of(cell.Cell.Workload.Kind).HasOthersBeside(cell.Cell.Workload);
        var evidence = new ArmEvidence
        {
            Label = cell.Arm,
            P50 = cell[Metrics.P50]?.Centre,
            P99 = cell[Metrics.P99]?.Centre,
            Rate = cell[Metrics.Throughput]?.Centre,
            Goodput = cell[Metrics.Goodput]?.Centre,
            ClientCpu = counted ? cell[Metrics.ClientCpu]?.Centre : null,
            ServerCpu = counted ? cell[Metrics.ServerCpu]?.Centre : null,
            Busy = busy,
            BusySide = side,
            PausedShare = seconds > 0 && pauses.Count > 0 ? pauses.Sum(pause => pause.PauseMilliseconds) / 1e3 / seconds : null,
            MeanPause = pauses.Sum(pause => pause.Collections) is > 0 and var count
                ? pauses.Sum(pause => pause.PauseMilliseconds) * 1e3 / count
                : null,
            RoundTrip = RoundTrip.Of(cell),
            ColdRoundTrips = cell.Cell.Workload.Fresh ? RoundTrip.Expected(cell) : null,
            ColdSteps = cell.Cell.Workload.Fresh ? RoundTrip.Steps(cell) : null,
            LostPerUnit = packets > 0 && work > 0 ? lost / work : null,
            LostShare = packets > 0 ? lost / packets : null,
            SentAgain = SentAgainOfCell.Of(cell) is { Servers: not null } both ? both.Known : null,
            PerConnection = (double)cell.Cell.Load.InFlight / Math.Max(1, cell.Cell.Connections),
            InOrder = overTcp,
            OverTcp = overTcp,
            Window = Window(facts, out var name),
            WindowName = name,
            Flow = WindowedFlow.Of(cell, facts),
            NoDelay = facts?.NoDelay,
            Form = MessageForm.Of(cell, facts),
            Wait = EventWait.Of(cell),
            DatagramsLost = Datagrams(cell.Succeeded),
            Opened = OpenedAnew.Of(cell),
            Figures = Metrics.Own(cell.Cell.Workload).Where(metric => cell[metric] is not null)
                .ToDictionary(metric => metric.Key, metric => cell[metric]!.Centre, StringComparer.Ordinal),
        };
        return evidence with { Parts = RecordedArms.PartsOf(cell, evidence, facts) };
    }

    private static (double? Busy, string? Side) Busiest(IReadOnlyList<TrialResult> trials)
    {
        var (client, server) = (Busy(trials, trial => trial.Client), Busy(trials, trial => trial.Server));
        return client is null && server is null ? (null, null) : (server ?? -1) >= (client ?? -1) ? (server, "server") : (client, "client");
    }

    private static double? Busy(IReadOnlyList<TrialResult> trials, Func<TrialResult, ProcessUsage?> side)
    {
        var shares = trials.Where(trial => side(trial) is not null)
            .Select(trial => side(trial)!.CpuSeconds / trial.Measurement!.WindowSeconds / Processors(side(trial)!.Processors))
            .ToList();
        return shares.Count == 0 ? null : shares.Average();
    }

    // "0", "0-3", "0,2-3"
    private static int Processors(string list)
    {
        var count = 0;
        foreach (var range in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            count += int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last >= first
                ? last - first + 1
                : 0;
        }

        return Math.Max(1, count);
    }

    // The link counts from connecting to the end, and so does the work.
    private static (double Lost, double Packets, double Work) Loss(IReadOnlyList<TrialResult> trials)
    {
        var (lost, packets, work) = (0.0, 0.0, 0.0);
        foreach (var trial in trials)
        {
            if (trial.Link is { Statistics: var link } && WholeTrial.Work(trial) is { } done)
            {
                lost += link.Up.ConfiguredDrops + link.Down.ConfiguredDrops;
                packets += link.Up.Received + link.Down.Received;
                work += done;
            }
        }

        return (lost, packets, work);
    }

    // What connections tell, and what readers call it.
    private static readonly (string Key, string Called)[] Windows =
        [(WindowedFlow.QuicClient, "QUIC stream windows"), (WindowedFlow.Http2Client, "HTTP/2 stream windows")];

    // Only windows that do not grow: the kernel resizes a TCP receive buffer while the transfer runs.
    private static double? Window(ConnectionFacts? facts, out string? name)
    {
        foreach (var (key, called) in Windows)
        {
            if (WindowedFlow.Bytes(facts, key) is { } bytes)
            {
                name = called;
                return bytes;
            }
        }

        name = null;
        return null;
    }

    private static double? Datagrams(IReadOnlyList<TrialResult> trials)
    {
        var sent = trials.Sum(trial => trial.Measurement!.DatagramsSent ?? 0);
        return sent > 0 ? trials.Sum(trial => trial.Measurement!.DatagramsLost ?? 0) / (double)sent : null;
    }
}
