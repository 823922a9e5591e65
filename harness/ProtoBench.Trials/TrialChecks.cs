using System.Globalization;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Protocols;

namespace ProtoBench.Trials;

/// <summary>
/// Decides whether a measured trial may be trusted. Every rule with its threshold stands here, and each gives a sentence. Pure.
/// </summary>
internal static class TrialChecks
{
    /// <summary>From this share of its processors on, the client and not the server limits a closed loop.</summary>
    public const double BusyClientShare = 0.9;

    /// <summary>
    /// Little's law (in flight = rate × time) must hold within this share in a closed loop; it is an identity, so a larger error is ours.
    /// </summary>
    public const double LittlesLawTolerance = 0.1;

    /// <summary>
    /// More methods than this compiled inside the window are no stragglers: the process was still warming up. Recording itself, which
    /// begins with the window, accounts for about thirty.
    /// </summary>
    public const int MostCompiledInWindow = 100;

    /// <summary>
    /// A side that did nothing for so many seconds was stopped, or its machine was: with fifty tasks a processor one waits a tenth of that.
    /// </summary>
    public const double LongestStandstillSeconds = 2;

    // With fewer exchanges the ones cut by the window's edges weigh too much for Little's law.
    private const int FewestForLittlesLaw = 200;

    /// <summary>
    /// A window may differ from the asked length by this share: no figure would move by more than the 3 % an open loop's rate may.
    /// </summary>
    private const double WindowTolerance = 0.03;

    /// <summary>Returns <paramref name="result"/>, which holds a measurement, with its status, reasons and notes.</summary>
    /// <param name="cell">What was to be measured.</param>
    /// <param name="result">What was.</param>
    /// <param name="asked">How long it was to be measured; null where slices decide that.</param>
    public static TrialResult Judge(Cell cell, TrialResult result, TimeSpan? asked = null)
    {
        var measurement = result.Measurement ?? throw new ArgumentException("nothing was measured", nameof(result));
        var kind = WorkloadCatalog.Of(cell.Workload.Kind);
        List<string> reasons =
        [
            .. Standstills(result),
            .. Unusable(measurement, asked),
            .. Failures(kind, cell.Workload, measurement),
            .. kind.FaultsOf(cell.Workload, measurement),
        ];
        List<string> notes = [.. Notes(kind, cell, result, measurement), .. kind.NotesOn(measurement)];
        if (kind.Measures == WorkloadMeasure.Exchanges)
        {
            reasons.AddRange(cell.Load.Loop == LoopKind.Open
                ? OpenLoopChecks.Faults(cell.Load, result, measurement, kind.Pacer)
                : ClosedLoopFaults(cell, result, measurement));
        }

        // A program does not tell what it negotiated: its arm's settings are its server's.
        reasons.AddRange(kind.RunsPrograms ? [] : result.Facts is { } facts
            ? ArmSettings.Objections(cell.Arm, ProtocolCatalog.Find(cell.Arm.Protocol)?.Traits, facts, measurement.Opened)
            : ["the client did not say what it negotiated"]);
        if (OneWayChecks.Fault(measurement, result.Clocks) is { } vague)
        {
            reasons.Add(vague);
        }

        var status = reasons.Count == 0 ? TrialStatus.Succeeded : TrialStatus.Invalid;
        return measurement.Outcomes.Completed == 0
            ? result with { Status = TrialStatus.Failed, Reasons = Nothing(measurement, reasons), Notes = notes }
            : result with { Status = status, Reasons = reasons, Notes = notes };
    }

    /// <summary>Adds what the link of a trial did. A trial over a link that was not what its profile says is invalid.</summary>
    public static TrialResult AddLink(TrialResult result, LinkEvidence link) => result with
    {
        Link = link,
        Reasons = [.. result.Reasons, .. link.Objections],
        Notes = link.Statistics.CaptureDropped == 0
            ? result.Notes
            : [
                .. result.Notes,
                $"link.pcapng lacks {link.Statistics.CaptureDropped} packets: the disk was slower than the link, or is full",
            ],
        Status = result.Status == TrialStatus.Succeeded && link.Objections.Count > 0 ? TrialStatus.Invalid : result.Status,
    };

    /// <summary>
    /// Invalid when another backend emulated the same link in an earlier trial of the run, as when TUN was open to whoever began it and is
    /// not to whoever resumed it: results of different backends are never compared.
    /// </summary>
    public static TrialResult RequireBackendOf(TrialResult result, IEnumerable<TrialResult> earlier)
    {
        if (result.Link?.Certificate.Facts is not { } facts
            || earlier.Select(trial => trial.Link?.Certificate.Facts)
                .FirstOrDefault(other => other?.Profile == facts.Profile) is not { } first
            || first.Backend == facts.Backend)
        {
            return result;
        }

        return result with
        {
            Reasons = [.. result.Reasons, $"{facts.Backend} emulated its link, and {first.Backend} that of earlier trials: results "
                + "of different backends are never compared"],
            Status = result.Status == TrialStatus.Succeeded ? TrialStatus.Invalid : result.Status,
        };
    }

    /// <summary>Is the link all that is wrong with the trial?</summary>
    public static bool IsSpoiledByLinkAlone(TrialResult result) =>
        result is { Status: TrialStatus.Invalid, Link.Objections: { Count: > 0 } objections } && result.Reasons.SequenceEqual(objections);

    // First: all else that is wrong then follows from it.
    private static IEnumerable<string> Standstills(TrialResult result) =>
        from side in new[] { (Name: "server", Usage: result.Server), (Name: "client", Usage: result.Client) }
        where side.Usage?.StoodStillSeconds >= LongestStandstillSeconds
        select Text(
            $"the {side.Name} stood still for {side.Usage!.StoodStillSeconds:0.0} s while it was measured: it was stopped, or its machine was");

    private static IEnumerable<string> Unusable(Measurement measurement, TimeSpan? asked)
    {
        // A comparison with NaN is false, so every rule below would pass it.
        foreach (var (what, value) in new[]
        {
            ("window", measurement.WindowSeconds), ("offered rate", measurement.OfferedRate), (
                "achieved rate", measurement.AchievedRate), ("goodput", measurement.GoodputBytesPerSecond),
        })
        {
            if (value is { } number && !(double.IsFinite(number) && number >= 0))
            {
                yield return Text($"the {what} is {number}, which is no measurement");
            }
        }

        if (asked is { TotalSeconds: var wanted } && !(Math.Abs(measurement.WindowSeconds - wanted) <= WindowTolerance * wanted))
        {
            yield return Text($"it was measured for {measurement.WindowSeconds:0.###} s instead of {wanted:0.###} s");
        }

        if (measurement is { AchievedRate: 0, Outcomes.Completed: > 0 })
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"no exchange ended inside the window of {measurement.WindowSeconds:0.###} s: they take longer than that, so "
                    + $"measure for longer");
        }
    }

    private static IEnumerable<string> Failures(IWorkloadKind kind, Workload workload, Measurement measurement)
    {
        var outcomes = measurement.Outcomes;
        if (outcomes.ConnectionLost > 0 && !kind.LosesConnections(workload))
        {
            yield return kind.Measures == WorkloadMeasure.Exchanges
                ? $"{outcomes.ConnectionLost} of {outcomes.Total} {kind.Single}s lost their "
                    + $"connection{First(measurement.Failures?.ConnectionLost)}"
                : $"{outcomes.ConnectionLost} of {outcomes.Total} streams broke{First(measurement.Failures?.ConnectionLost)}";
        }

        if (outcomes.BadResponse > 0)
        {
            yield return $"{outcomes.BadResponse} of {outcomes.Total} {kind.Single}s {kind.WrongResponse}"
                + $"{First(measurement.Failures?.BadResponse)}";
        }

        // Time-outs alone make no trial invalid; but where nothing else happened they are its only reason.
        if (outcomes is { Completed: 0, TimedOut: > 0 })
        {
            yield return $"{outcomes.TimedOut} of {outcomes.Total} {kind.Single}s {kind.NoResponse}"
                + $"{First(measurement.Failures?.TimedOut)}";
        }

        if (measurement.GoodputBytesPerSecond is <= 0)
        {
            yield return "no payload arrived inside the window";
        }
    }

    // One sentence with its cause, because a reader may be shown the first reason only. What began before the window is in no count and may
    // be the cause all the same.
    private static List<string> Nothing(Measurement measurement, List<string> reasons)
    {
        var nothing = Text($"nothing completed in {measurement.WindowSeconds:0.##} s");
        return measurement.Outcomes.Total > 0 && reasons.Count > 0 ? [$"{nothing}: {reasons[0]}", .. reasons.Skip(1)]
            : measurement.FirstFailure is { } failure ? [$"{nothing}{First(failure)}", .. reasons]
            : [nothing, .. reasons];
    }

    private static string First(string? failure) => failure is null ? "" : $", the first: {failure}";

    private static IEnumerable<string> ClosedLoopFaults(Cell cell, TrialResult result, Measurement measurement)
    {
        if (measurement.Outcomes.Completed < FewestForLittlesLaw
            || measurement.Outcomes.Failed > 0
            || result.ServiceMicroseconds is not { } service)
        {
            yield break;
        }

        // What the end of the window or of a slice cuts is in the latencies whole. Slices know for how long that was. A window does not;
        // but what is recorded began inside it, so exchanges one after the other add up to no more than the window and the longest of them.
        var (rate, cut) = measurement.DrivenSeconds is { } driven
            ? (service.Count / driven, 0)
            : (measurement.AchievedRate ?? 0, service.Maximum / 1e6 / measurement.WindowSeconds);
        var inFlight = rate * service.Mean / 1e6;
        if (inFlight > cell.Load.InFlight * (1 + cut) * (1 + LittlesLawTolerance))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the figures contradict each other: {rate:0}/s × {service.Mean:0.#} µs is {inFlight:0.##} in flight, but "
                    + $"{cell.Load.InFlight} were (Little's law)");
        }
    }

    private static IEnumerable<string> Notes(IWorkloadKind kind, Cell cell, TrialResult result, Measurement measurement)
    {
        foreach (var note in ServerNotes.Of(cell, result, measurement))
        {
            yield return note;
        }

        if (!measurement.WarmUp.Steady)
        {
            yield return Text($"{WarmUpOutcome.NotSteady} {measurement.WarmUp.Seconds:0.#} s of warm-up");
        }

        foreach (var (name, usage) in new[] { ("client", result.Client), ("server", result.Server) })
        {
            if (usage?.CompiledMethods > MostCompiledInWindow)
            {
                yield return kind.MeetsNews(cell.Workload)
                    ? $"the {name} compiled {usage!.CompiledMethods} methods while being measured: what it met was new to it, as to any "
                        + "program that meets it for the first time, and its times include that"
                    : $"the {name} still compiled {usage!.CompiledMethods} methods while being measured: a longer warm-up would show it "
                        + "faster";
            }
        }

        if (cell.Load.Loop == LoopKind.Open && OpenLoopChecks.LimitReached(cell.Load, measurement) is { } limited)
        {
            yield return limited;
        }

        if (OpenLoopChecks.Dropped(measurement) is { } dropped)
        {
            yield return dropped;
        }

        if (measurement.Outcomes.TimedOut > 0)
        {
            yield return $"{measurement.Outcomes.TimedOut} of {measurement.Outcomes.Total} {kind.Single}s {kind.NoResponse}; they "
                + "stand in the histogram with the time waited";
        }

        if (measurement.FirstFailure is { } failure)
        {
            yield return $"the first failure was: {failure}";
        }

        if (measurement.Reopened > 0)
        {
            yield return $"connections were opened again {measurement.Reopened} times";
        }

        foreach (var note in SocketNotes.Of(measurement))
        {
            yield return note;
        }

        if (measurement is { DatagramsLost: > 0 and var lost, DatagramsSent: { } sent })
        {
            yield return Text($"{lost} of {sent} datagrams were lost ({(double)lost / sent:P2})");
        }

        if (cell.Load is { Loop: LoopKind.Closed, InFlight: > 1 }
            && result.Client is { } client
            && BusyShare(client, measurement) is >= BusyClientShare and var share)
        {
            yield return Text(
                $"the client used {share:P0} of its processors: this is what client and server can do together, not the server's limit");
        }
    }

    private static double BusyShare(ProcessUsage client, Measurement measurement) =>
        client.CpuSeconds / measurement.WindowSeconds / Math.Max(1, ProcessorSplit.ParseList(client.Processors).Count);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
