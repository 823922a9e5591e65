using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials.Clients;

/// <summary>
/// What several client processes measured, as if one had: histograms, outcomes and rates add up exactly. Latencies over time are not told,
/// because each process cut its window where it had exchanges enough. Pure.
/// </summary>
internal static class MergedClients
{
    /// <summary>The sum, with the first process's window and facts.</summary>
    /// <param name="clients">At least one, in the order of their numbers.</param>
    /// <param name="ownCounts">Has each counted the packets of its own connections, as over a network that others use too?</param>
    /// <param name="kind">Puts its own figures together; null: there are none.</param>
    public static Measured Of(IReadOnlyList<Measured> clients, bool ownCounts = false, IDrivenKind? kind = null)
    {
        if (clients.Count == 1)
        {
            return clients[0];
        }

        var all = clients.Select(client => client.Measurement).ToList();
        var sum = Sum(all);
        return clients[0] with
        {
            Measurement = kind?.PutTogether(all, sum, oneMachine: !ownCounts) ?? sum,
            Usage = Sum([.. clients.Select(client => client.Usage).OfType<ProcessUsage>()], ownCounts),
        };
    }

    /// <summary>Each one's own, kept beside the sum.</summary>
    /// <param name="clients">What they measured.</param>
    /// <param name="windows">Their windows on one clock.</param>
    /// <param name="hosts">Where each ran; null: on this machine.</param>
    public static IReadOnlyList<ClientPart> Parts(
        IReadOnlyList<Measured> clients, IReadOnlyList<(long Start, long End)> windows, IReadOnlyList<string?>? hosts = null) =>
    [
        .. clients.Select((client, i) => new ClientPart(
            client.Usage?.ProcessId ?? 0,
            Math.Round((windows[i].Start - windows[0].Start) / 1e6, 3),
            client.Measurement.WindowSeconds,
            client.Measurement.Outcomes,
            client.Measurement.Response,
            client.Measurement.Service,
            client.Usage?.CpuSeconds ?? 0,
            client.Usage?.PeakResidentBytes ?? 0,
            hosts?[i])),
    ];

    private static Measurement Sum(List<Measurement> all) => all[0] with
    {
        Response = Sum(all, one => one.Response),
        Service = Sum(all, one => one.Service),
        SendLateness = Sum(all, one => one.SendLateness),
        PacingLateness = Sum(all, one => one.PacingLateness),
        Outcomes = Sum([.. all.Select(one => one.Outcomes)]),
        FirstFailure = all.Select(one => one.FirstFailure).FirstOrDefault(failure => failure is not null),
        Failures = all.Any(one => one.Failures is not null) ? new FailureExamples
        {
            ConnectionLost = First(all, failures => failures.ConnectionLost),
            BadResponse = First(all, failures => failures.BadResponse),
            TimedOut = First(all, failures => failures.TimedOut),
        }
        : null,
        OfferedRate = Total(all, one => one.OfferedRate),
        AchievedRate = Total(all, one => one.AchievedRate),
        LongestBacklog = (int?)Total(all, one => one.LongestBacklog),
        BacklogAtStart = (int?)Total(all, one => one.BacklogAtStart),
        BacklogAtEnd = (int?)Total(all, one => one.BacklogAtEnd),
        OverdueDropped = (long?)Total(all, one => one.OverdueDropped),
        GoodputBytesPerSecond = Total(all, one => one.GoodputBytesPerSecond),
        DatagramsSent = (long?)Total(all, one => one.DatagramsSent),
        DatagramsLost = (long?)Total(all, one => one.DatagramsLost),
        LateReplies = (long?)Total(all, one => one.LateReplies),
        Reopened = all.Sum(one => one.Reopened),
        AnnouncedCloses = Sum([.. all.Select(one => one.AnnouncedCloses).OfType<AnnouncedCloses>()]),
        Opened = Opened([.. all.Select(one => one.Opened).OfType<OpenedConnections>()]),
        Openings = Openings([.. all.Select(one => one.Openings).OfType<ConnectionOpenings>()]),
        Answers = all.Select(one => one.Answers).OfType<AnsweredRequests>().ToList() is { Count: > 0 } answers
            ? MergedAnswers.Of(answers)
            : null,
        Endings = MergedAnswers.Endings(all.SelectMany(one => one.Endings ?? [])),
        Figures = null,
        Times = Times(all),
        Series = Together(all),
        Congestion = CongestionSeries.Busiest(all.SelectMany(one => one.Congestion ?? []), 0, all[0].WindowSeconds),
        Intervals = null,
        Marks = all.SelectMany(one => one.Marks ?? []).OrderBy(mark => mark.From).ToList() is { Count: > 0 } marks ? marks : null,
        WarmUp = new WarmUpOutcome(all.Max(one => one.WarmUp.Seconds), all.All(one => one.WarmUp.Steady)),
    };

    private static string? Sum(List<Measurement> all, Func<Measurement, string?> read) => HistogramText.Sum(all.Select(read));

    private static Dictionary<string, string>? Times(List<Measurement> all)
    {
        var times = all.SelectMany(one => one.Times?.Keys ?? []).Distinct(StringComparer.Ordinal)
            .ToDictionary(key => key, key => Sum(all, one => one.Times?.GetValueOrDefault(key))!);
        return times.Count == 0 ? null : times;
    }

    private static OpenedConnections? Opened(List<OpenedConnections> all) => all.Count == 0 ? null : new OpenedConnections
    {
        Count = all.Sum(one => one.Count),
        Connect = HistogramText.Sum(all.Select(one => one.Connect))!,
        Resumed = all.Sum(one => one.Resumed),
        EarlyAccepted = all.Sum(one => one.EarlyAccepted),
    };

    private static ConnectionOpenings? Openings(List<ConnectionOpenings> all) => all.Count == 0 ? null : new ConnectionOpenings
    {
        Count = all.Sum(one => one.Count),
        Connect = HistogramText.Sum(all.Select(one => one.Connect))!,
        Tls = HistogramText.Sum(all.Select(one => one.Tls)),
        Dns = HistogramText.Sum(all.Select(one => one.Dns)),
    };

    private static OutcomeCounts Sum(List<OutcomeCounts> all) => new()
    {
        Completed = all.Sum(one => one.Completed),
        TimedOut = all.Sum(one => one.TimedOut),
        ConnectionLost = all.Sum(one => one.ConnectionLost),
        BadResponse = all.Sum(one => one.BadResponse),
        NotSent = all.Sum(one => one.NotSent),
    };

    private static AnnouncedCloses? Sum(List<AnnouncedCloses> all) => all.Count == 0 ? null : all[0] with
    {
        Count = all.Sum(one => one.Count),
        ReconnectMicroseconds = all.Sum(one => one.Count * one.ReconnectMicroseconds) / Math.Max(1, all.Sum(one => one.Count)),
        Repeated = all.Sum(one => one.Repeated),
    };

    // On one machine TCP counts packets that were sent again for the whole namespace, so every process has seen the same ones.
    private static ProcessUsage? Sum(List<ProcessUsage> all, bool ownCounts) => all.Count == 0 ? null : all[0] with
    {
        CpuSeconds = Math.Round(all.Sum(one => one.CpuSeconds), 6),
        PeakResidentBytes = all.Sum(one => one.PeakResidentBytes),
        AllocatedBytes = all.Sum(one => one.AllocatedBytes),
        Collections = all.Sum(one => one.Collections),
        PauseMilliseconds = Math.Round(all.Sum(one => one.PauseMilliseconds), 3),
        CompiledMethods = all.Max(one => one.CompiledMethods),
        Retransmissions = ownCounts ? all.Sum(one => one.Retransmissions) : all.Max(one => one.Retransmissions),
        TcpSentAgain = ownCounts
            ? TcpSentAgain.Sum(all.Select(one => one.TcpSentAgain))
            : all.Select(one => one.TcpSentAgain).MaxBy(one => one?.Segments ?? -1),
        ContextSwitches = all.All(one => one.ContextSwitches is not null) ? all.Sum(one => one.ContextSwitches) : null,
        Processes = all.Count,
    };

    private static string? First(List<Measurement> all, Func<FailureExamples, string?> read) =>
        all.Select(one => one.Failures is null ? null : read(one.Failures)).FirstOrDefault(failure => failure is not null);

    private static double? Total(List<Measurement> all, Func<Measurement, double?> read) =>
        all.Any(one => read(one) is not null) ? all.Sum(one => read(one) ?? 0) : null;

    // Each process is looked at ten times a second, at times of its own: of the others, the rate that includes the first one's instant.
    private static IReadOnlyList<RateSample> Together(List<Measurement> all) =>
    [
        .. all[0].Series.Select(sample => new RateSample(
            sample.Second,
            sample.Rate + all.Skip(1).Sum(other => other.Series.FirstOrDefault(later => later.Second >= sample.Second)?.Rate ?? 0))),
    ];
}
