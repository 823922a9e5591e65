using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Reports.Text;

/// <summary>The columns of results.csv in their order. New ones go to the end, so that scripts that count columns keep working.</summary>
internal static class CsvColumns
{
    public static IReadOnlyList<CsvColumn> All { get; } =
    [
        new("trial", (_, trial) => trial.Number),
        new("cell", (_, trial) => trial.CellId),
        new("repetition", (_, trial) => trial.Repetition),
        new("status", (_, trial) => trial.Status.ToString().ToLowerInvariant()),
        new("reasons", (_, trial) => string.Join("; ", trial.Reasons)),
        new("notes", (_, trial) => string.Join("; ", trial.Notes)),
        new("started", (_, trial) => trial.Started),
        new("seconds", (_, trial) => trial.Seconds),
        .. Design(),
        .. Outcome(),
        .. Latency("response", trial => trial.ResponseMicroseconds),
        .. Latency("service", trial => trial.ServiceMicroseconds),
        .. Latency("lateness", trial => trial.SendLatenessMicroseconds),
        .. Process("client", trial => trial.Client),
        .. Process("server", trial => trial.Server),
        .. Facts(),
        new("backlog_at_start", (_, trial) => trial.Measurement?.BacklogAtStart),
        new("backlog_at_end", (_, trial) => trial.Measurement?.BacklogAtEnd),
        new("machine_other_share", (_, trial) => trial.Machines.Max(machine => machine.OtherShare)),
        new("machine_stolen_share", (_, trial) => trial.Machines.Max(machine => machine.StolenShare)),
        new("machine_mhz", (_, trial) => trial.Machines.Min(machine => machine.Megahertz)),
        new("overdue_dropped", (_, trial) => trial.Measurement?.OverdueDropped),
        .. Sockets("client_sockets", snapshot => snapshot.Client),
        .. Sockets("server_sockets", snapshot => snapshot.Server),
        new("network", (cell, _) => cell?.Network),
        new("server_host", (_, trial) => trial.Hosts?.Server?.Host),
        new("client_hosts", (_, trial) => ClientHosts(trial.Hosts)),
    ];

    /// <summary>The columns of a run: all, and behind them what only the kinds of its workloads have.</summary>
    public static IReadOnlyList<CsvColumn> Of(Plan plan) =>
    [
        .. All,
        .. plan.Scenario.Servers is not null || plan.Scenario.Workloads.Any(workload => workload.Requests is not null) ? Answers() : [],
        .. Parts(plan),
        .. plan.Scenario.Workloads.DistinctBy(workload => workload.Kind).SelectMany(
            workload => WorkloadCatalog.Of(workload.Kind).Figures).Select(
            figure => new CsvColumn(
                figure.Key.Replace('-', '_') + UnitOf(figure.Unit),
                (_, trial) => trial.Measurement?.Figures?.TryGetValue(figure.Key, out var value) == true ? value : null)),
        .. plan.Scenario.Workloads.DistinctBy(workload => workload.Kind).SelectMany(
            workload => WorkloadCatalog.Of(workload.Kind).Times).SelectMany(
            time => Phase(
                time.Key.Replace('-', '_'),
                measurement => measurement.Times?.TryGetValue(time.Key, out var value) == true ? value : null)),
        .. plan.Cells.Any(cell => cell.Link != ScenarioVocabulary.Loopback)
            ? (CsvColumn[])[.. SentAgain("client", trial => trial.Client), .. SentAgain("server", trial => trial.Server)]
            : [],
    ];

    private static string? ClientHosts(TrialHosts? hosts) => hosts is null ? null
        : string.Join(' ', (hosts.Others ?? []).Prepend(hosts.Client).Select(side => side?.Host).OfType<string>().Distinct());

    // Only of runs with loads whose rate changes, as many as the load with the most parts has.
    private static IEnumerable<CsvColumn> Parts(Plan plan) => Enumerable
        .Range(0, plan.Cells.Max(cell => cell.Load.Shape?.Parts(plan.Scenario.Duration.TotalSeconds).Count) ?? 0)
        .SelectMany(part => new (string Name, Func<LoadPart, double?> Read)[]
        {
            ("from_s", one => one.From),
            ("offered_per_s", one => one.Offered),
            ("achieved_per_s", one => one.Achieved),
            ("p50_us", one => one.P50),
            ("p99_us", one => one.P99),
            ("max_us", one => one.Maximum),
        }.Select(figure => new CsvColumn(
            $"part_{part + 1}_{figure.Name}",
            (_, trial) => trial.Measurement?.Parts is { } parts && part < parts.Count ? figure.Read(parts[part]) : null)));

    // Only of runs with requests of the user's own.
    private static IEnumerable<CsvColumn> Answers() =>
    [
        new("statuses", (_, trial) => trial.Measurement?.Answers is { } answers
            ? string.Join(' ', answers.Statuses.Select(status => $"{status.Status}:{status.Count}"))
            : null),
        new("body_bytes", (_, trial) => trial.Measurement?.Answers?.Requests.Sum(request => request.BodyBytes)),
        .. Phase("connect", measurement => measurement.Openings?.Connect),
        .. Phase("tls", measurement => measurement.Openings?.Tls),
        .. Phase("request_sent", measurement => measurement.Answers?.Sent),
        .. Phase("first_byte", measurement => measurement.Answers?.FirstByte),
        .. Phase("last_byte", measurement => measurement.Answers?.LastByte),
        new("connections_ended", (_, trial) => trial.Measurement?.Endings is { } endings
            ? string.Join("; ", endings.Select(ending => $"{ending.How}: {ending.Count}"))
            : null),
        new("requests_sent_again", (_, trial) => trial.Measurement?.Endings?.Sum(ending => ending.Repeated)),
    ];

    private static IEnumerable<CsvColumn> Phase(string name, Func<Measurement, string?> read)
    {
        LatencySummary? Of(TrialResult trial) =>
            trial.Measurement is { } measurement && read(measurement) is { } text ? LatencySummaries.Of(HistogramText.Decode(text)) : null;

        return
        [
            new($"{name}_count", (_, trial) => Of(trial)?.Count),
            new($"{name}_mean_us", (_, trial) => Of(trial)?.Mean),
            new($"{name}_p50_us", (_, trial) => Of(trial)?.P50),
            new($"{name}_p99_us", (_, trial) => Of(trial)?.P99),
        ];
    }

    private static string UnitOf(FigureUnit unit) => unit switch
    {
        FigureUnit.BytesPerSecond => "_bytes_per_s",
        FigureUnit.PerSecond => "_per_s",
        FigureUnit.Microseconds => "_us",
        FigureUnit.Count => "",
        FigureUnit.Share => "_share",
        FigureUnit.Factor => "_times",
        _ => "_bytes",
    };

    private static IEnumerable<CsvColumn> Design() =>
    [
        new("workload", (cell, _) => cell?.Workload.Name),
        new("kind", (cell, _) => cell?.Workload.Kind),
        new("request_bytes", (cell, _) => cell?.Workload is { Requests: null } own ? own.RequestBytes : null),
        new("response_bytes", (cell, _) => cell?.Workload is { Requests: null } own ? own.ResponseBytes : null),
        new("message_bytes", (cell, _) => cell?.Workload.MessageBytes),
        new("arm", (cell, _) => cell?.Arm.Label),
        new("protocol", (cell, _) => cell?.Arm.Protocol),
        new("link", (cell, _) => cell?.Crosses),
        new("load", (cell, _) => cell?.Load.Name),
        new("loop", (cell, _) => cell?.Load.Loop.ToString().ToLowerInvariant()),
        new("in_flight", (cell, _) => cell?.Load.InFlight),
        new("connections", (cell, _) => cell?.Connections),
    ];

    private static IEnumerable<CsvColumn> Outcome() =>
    [
        new("window_s", (_, trial) => trial.Measurement?.WindowSeconds),
        new("offered_per_s", (_, trial) => trial.Measurement?.OfferedRate),
        new("achieved_per_s", (_, trial) => trial.Measurement?.AchievedRate),
        new("goodput_bytes_per_s", (_, trial) => trial.Measurement?.GoodputBytesPerSecond),
        new("completed", (_, trial) => trial.Measurement?.Outcomes.Completed),
        new("timed_out", (_, trial) => trial.Measurement?.Outcomes.TimedOut),
        new("connection_lost", (_, trial) => trial.Measurement?.Outcomes.ConnectionLost),
        new("bad_response", (_, trial) => trial.Measurement?.Outcomes.BadResponse),
        new("not_sent", (_, trial) => trial.Measurement?.Outcomes.NotSent),
        new("longest_backlog", (_, trial) => trial.Measurement?.LongestBacklog),
        new("datagrams_sent", (_, trial) => trial.Measurement?.DatagramsSent),
        new("datagrams_lost", (_, trial) => trial.Measurement?.DatagramsLost),
        new("late_replies", (_, trial) => trial.Measurement?.LateReplies),
        new("warm_up_s", (_, trial) => trial.Measurement?.WarmUp.Seconds),
        new("warm_up_steady", (_, trial) => trial.Measurement?.WarmUp.Steady),
    ];

    private static IEnumerable<CsvColumn> Latency(string name, Func<TrialResult, LatencySummary?> read) =>
    [
        new($"{name}_count", (_, trial) => read(trial)?.Count),
        new($"{name}_min_us", (_, trial) => read(trial)?.Minimum),
        new($"{name}_mean_us", (_, trial) => read(trial)?.Mean),
        new($"{name}_p50_us", (_, trial) => read(trial)?.P50),
        new($"{name}_p90_us", (_, trial) => read(trial)?.P90),
        new($"{name}_p99_us", (_, trial) => read(trial)?.P99),
        new($"{name}_p99_9_us", (_, trial) => read(trial)?.P999),
        new($"{name}_p99_99_us", (_, trial) => read(trial)?.P9999),
        new($"{name}_max_us", (_, trial) => read(trial)?.Maximum),
    ];

    private static IEnumerable<CsvColumn> Process(string name, Func<TrialResult, ProcessUsage?> read) =>
    [
        new($"{name}_pid", (_, trial) => read(trial)?.ProcessId),
        new($"{name}_cpu_s", (_, trial) => read(trial)?.CpuSeconds),
        new($"{name}_allocated_bytes", (_, trial) => read(trial)?.AllocatedBytes),
        new($"{name}_peak_resident_bytes", (_, trial) => read(trial)?.PeakResidentBytes),
        new($"{name}_collections", (_, trial) => read(trial)?.Collections),
        new($"{name}_gc_pause_ms", (_, trial) => read(trial)?.PauseMilliseconds),
        new($"{name}_processors", (_, trial) => read(trial)?.Processors),
        new($"{name}_runtime", (_, trial) => read(trial)?.Runtime),
    ];

    // Only of runs with links, because nothing else is the trial's alone.
    private static IEnumerable<CsvColumn> SentAgain(string name, Func<TrialResult, ProcessUsage?> read) =>
    [
        new($"{name}_packets_sent_again", (_, trial) => read(trial)?.Retransmissions),
        .. new (string Name, Func<TcpSentAgain, long> Of)[]
        {
            ("sent_again", count => count.Segments),
            ("fast_retransmits", count => count.Fast),
            ("timeouts", count => count.Timeouts),
            ("sent_after_timeouts", count => count.AfterTimeouts),
            ("loss_probes", count => count.Probes),
            ("loss_probes_repaired", count => count.ProbesRepaired),
            ("spurious", count => count.Spurious),
            ("spurious_timeouts", count => count.SpuriousTimeouts),
            ("held_back", count => count.HeldBack),
        }.Select(one => new CsvColumn(
            $"{name}_tcp_{one.Name}", (_, trial) => read(trial)?.TcpSentAgain is { } count ? one.Of(count) : null)),
    ];

    // "established:4 time-wait:2", in the order of the names, so that equal states are equal text.
    private static IEnumerable<CsvColumn> Sockets(string name, Func<SocketSnapshot, SocketSide?> side)
    {
        static string? States(SocketSide? sockets) => sockets is null
            ? null
            : string.Join(' ', sockets.States.OrderBy(state => state.Key, StringComparer.Ordinal).Select(
                state => $"{state.Key}:{state.Value}"));

        SocketSide? Loaded(TrialResult trial) => trial.Measurement?.Sockets is { } sockets ? side(sockets.Loaded) : null;

        return
        [
            new($"{name}_loaded", (_, trial) => States(Loaded(trial))),
            new($"{name}_receive_queue_bytes", (_, trial) => Loaded(trial)?.ReceiveQueueBytes),
            new($"{name}_send_queue_bytes", (_, trial) => Loaded(trial)?.SendQueueBytes),
            new($"{name}_left", (_, trial) => trial.Measurement?.Sockets is { } sockets ? States(side(sockets.Left)) : null),
        ];
    }

    private static IEnumerable<CsvColumn> Facts() => ArmSettings.Facts
        .Where(fact => fact.Column is not null)
        .Select(fact => new CsvColumn(fact.Column!, (_, trial) => trial.Facts is { } facts ? fact.Read(facts) : null));
}
