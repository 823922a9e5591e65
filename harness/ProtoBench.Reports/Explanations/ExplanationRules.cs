using ProtoBench.Model.Text;
using static ProtoBench.Reports.Explanations.CauseWords;

namespace ProtoBench.Reports.Explanations;

/// <summary>
/// The rules by which evidence explains a difference. Each is a pure function of the numbers, stays silent where one of them is missing,
/// and says what it found even where that is little, so that a reader sees what was looked at.
/// </summary>
internal static class ExplanationRules
{
    /// <summary>Linux starts retransmitting after at least this long (TCP_RTO_MIN, include/net/tcp.h; RFC 6298 asks for 1 s).</summary>
    private const double LeastTimeOut = 200_000;

    /// <summary>Linux delays acknowledgements by 40 ms (TCP_DELACK_MIN), which a sender without TCP_NODELAY waits for (RFC 896).</summary>
    private const double DelayedAcknowledgement = 40_000;

    /// <summary>A process that uses this much of its processors has work waiting.</summary>
    private const double Saturated = 0.85;

    /// <summary>Above this utilisation waiting grows fast: at 75 % of an M/M/1 queue it is three times the service time.</summary>
    private const double Queueing = 0.75;

    /// <summary>Below this utilisation exchanges seldom meet each other.</summary>
    private const double Idle = 0.5;

    /// <summary>From this share of exchanges on, an event decides the p99.</summary>
    private const double Hundredth = 0.01;

    /// <summary>Every rule. A rule that needs evidence nobody records yet is added here when it is.</summary>
    public static IReadOnlyList<Func<Difference, PossibleCause?>> All { get; } =
    [
        ColdRoundTrips, DelayedAcknowledgements, HeadOfLine, LossRecovery, WindowLimit, LostDatagrams, Collector, Queue,
        ProcessorTime, ProcessorBound, MessageSteps.Rule, EventsWait, ConnectionRules.Opening,
    ];

    /// <summary>More round trips before the first response, over a link whose round trip is known.</summary>
    public static PossibleCause? ColdRoundTrips(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not DifferenceKind.Median || difference.Gap is not > 0 || HasHandshakes(difference)
            || other is not { ColdRoundTrips: { } many, RoundTrip: { } trip } || best.ColdRoundTrips is not { } few || many <= few)
        {
            return null;
        }

        var share = Capped((many - few) * trip / difference.Gap.Value);
        return new PossibleCause(
            "handshake round trips",
            share,
            $"Its first response takes {many} round trips ({other.ColdSteps}), that of {best.Label} {few} ({best.ColdSteps}); "
                + $"{More(many - few, "round trip")} of {Difference.Time(trip)} {Account(share, singular: many - few == 1)} the "
                    + $"{Difference.Time(difference.Gap.Value)} between them.");
    }

    /// <summary>Nagle's algorithm waiting for a delayed acknowledgement.</summary>
    public static PossibleCause? DelayedAcknowledgements(Difference difference)
    {
        var gap = difference.Gap;
        return gap is > 0.8 * DelayedAcknowledgement and < 1.3 * DelayedAcknowledgement
            && difference.Other.NoDelay is false && difference.Best.NoDelay is not false
            ? new PossibleCause(
                "delayed acknowledgements",
                1,
                $"It runs without TCP_NODELAY, and the {Difference.Time(gap.Value)} between them are about the 40 ms by which Linux delays "
                    + "an acknowledgement: small writes wait for it (Nagle's algorithm).")
            : null;
    }

    /// <summary>A lost packet that holds up every exchange on its connection.</summary>
    public static PossibleCause? HeadOfLine(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not (DifferenceKind.Tail
            or DifferenceKind.Median) || other is not { InOrder: true, PerConnection: > 1 and var shared, LostPerUnit: > 0 and var lost }
            || (best.InOrder && best.PerConnection >= shared))
        {
            return null;
        }

        var touched = Math.Min(1, lost * shared);
        var enough = touched >= (difference.Kind is DifferenceKind.Median ? 0.5 : Hundredth);
        return new PossibleCause(
            "head-of-line blocking",
            enough ? 1 : 0,
            $"{shared:0.#} exchanges share one TCP connection, which delivers in order, so a lost packet holds up all of them: "
                + $"{NumberText.Share(lost, 1)} of exchanges lost a packet, about {NumberText.Share(touched, 1)} waited for one.");
    }

    /// <summary>Waiting for the retransmission of a lost packet.</summary>
    public static PossibleCause? LossRecovery(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not DifferenceKind.Tail || other is not
            {
                LostPerUnit: > 0
            and var lost, LostShare: { } share, P50: { } median, P99: { } tail
            }
            || best is not { P50: { } bestMedian, P99: { } bestTail } || difference.Gap is not > 0)
        {
            return null;
        }

        var (stall, bestStall) = (tail - median, bestTail - bestMedian);
        var loss = $"The link dropped {NumberText.Share(share, 1)} of its packets, "
            + $"{NumberText.Of(lost, Quantity.Factor).TrimEnd('×')} per exchange";
        if (lost < Hundredth)
        {
            return new PossibleCause("loss recovery", 0, $"{loss}: too few to decide a p99.");
        }

        var timeOut = other.OverTcp && stall >= 0.9 * LeastTimeOut ? RecoveryWords.Timer(other.SentAgain) : "";
        var recovery = RecoveryWords.Of(other.SentAgain);
        return new PossibleCause(
            "loss recovery",
            Capped((stall - bestStall) / difference.Gap.Value),
            $"{loss}; its slowest hundredth waits {Difference.Time(stall)} longer than its median{timeOut}, that of {best.Label} "
                + $"{Difference.Time(Math.Max(0, bestStall))}.{(recovery.Length > 0 ? " " : "")}{recovery}");
    }

    /// <summary>A sender that may have no more than a window under way per round trip.</summary>
    public static PossibleCause? WindowLimit(Difference difference)
    {
        if (difference.Kind is not DifferenceKind.Goodput || difference.Best.Goodput is not { } most
            || difference.Other is not { Flow: { } flow, RoundTrip: > 0 and var trip, Goodput: { } goodput })
        {
            return null;
        }

        var limit = flow.Total / trip * 1e6;
        var reached = flow.Goodput / limit;

        // Of a duplex transfer it holds up one direction, which is behind by so much.
        var behind = flow.Way is not { } way ? 1
            : difference.Best.Figures.TryGetValue(way, out var best) ? Capped((best - flow.Goodput) / (most - goodput)) : 0;
        return reached > 1.3 ? null : new PossibleCause(
            "flow-control window",
            reached >= 0.7 ? behind : 0,
            $"{flow.Called} of {NumberText.Of(flow.Total, Quantity.Bytes)} in a round trip of {Difference.Time(trip)} allow at most "
                + $"{NumberText.Of(limit, Quantity.BytesPerSecond)}; it reached {NumberText.Share(reached, 1)} of that"
                + (flow.Way is null ? "." : $", and is behind there by {NumberText.Share(behind, 1)} of the difference."));
    }

    /// <summary>The best neither retransmits nor waits.</summary>
    public static PossibleCause? LostDatagrams(Difference difference) =>
        difference is { Kind: DifferenceKind.Goodput, Best: { DatagramsLost: > 0 and var lost } best, Other.DatagramsLost: null }
            ? new PossibleCause(
                "no retransmission",
                1,
                $"{best.Label} sends without waiting for acknowledgements and repeats nothing; {NumberText.Share(lost, 1)} of its "
                    + "datagrams never arrived.")
            : null;

    /// <summary>Pauses of the garbage collector that hit more than a hundredth of the exchanges.</summary>
    public static PossibleCause? Collector(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not DifferenceKind.Tail
            || difference.Gap is not > 0
            || other is not { PausedShare: > 0 and var paused, MeanPause: { } pause })
        {
            return null;
        }

        var says = $"Its processes were paused by the garbage collector for {NumberText.Share(paused, 1)} of the window, "
            + $"{Difference.Time(pause)} at a time "
            + $"({best.Label}: {NumberText.Share(best.PausedShare ?? 0, 1)})";
        return paused < Hundredth || best.PausedShare >= paused
            ? new PossibleCause("garbage collection", 0, $"{says}: too little to decide a p99.")
            : new PossibleCause("garbage collection", Capped(pause / difference.Gap.Value), says + ".");
    }

    /// <summary>An open loop close to what a process can do.</summary>
    public static PossibleCause? Queue(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        return difference is { InFlight: null, Kind: DifferenceKind.Tail or DifferenceKind.Median }
            && other is { Busy: >= Queueing and var busy } && best.Busy is { } bestBusy && bestBusy < busy - 0.1
            ? new PossibleCause(
                "queueing",
                1,
                $"Its {other.BusySide} used {NumberText.Share(busy, 1)} of its processors at this rate, so requests wait for each "
                    + "other; the busier process of "
                    + $"{best.Label} used {NumberText.Share(bestBusy, 1)}.")
            : null;
    }

    /// <summary>
    /// Processor time on the path of an exchange that is alone under way: one in flight, or an open loop whose processes mostly wait.
    /// </summary>
    public static PossibleCause? ProcessorTime(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not DifferenceKind.Median || !IsAlone(difference) || difference.Gap is not > 0 || OpensSome(difference)
            || other is not { ClientCpu: { } client, ServerCpu: { } server }
                || best is not { ClientCpu: { } bestClient, ServerCpu: { } bestServer })
        {
            return null;
        }

        var extra = client + server - bestClient - bestServer;
        var share = Capped(extra / difference.Gap.Value);
        return new PossibleCause(
            "processor time",
            share,
            $"Client and server spend {Difference.Time(client)} and {Difference.Time(server)} of processor time on an exchange, "
                + $"those of {best.Label} "
                + $"{Difference.Time(bestClient)} and {Difference.Time(bestServer)}; the "
                    + $"{(extra > 0 ? $"extra {Difference.Time(extra)} {Account(share)}" : "difference is none of")} "
                + $"the {Difference.Time(difference.Gap.Value)} between them.");
    }

    /// <summary>A rate that is limited by a process with no processor time left.</summary>
    public static PossibleCause? ProcessorBound(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not (DifferenceKind.Rate or DifferenceKind.Goodput)
            || other is not { Busy: { } busy, BusySide: { } side }
                || Cost(other, side) is not { } cost
                || Cost(best, side) is not { } bestCost
                || bestCost <= 0)
        {
            return null;
        }

        var ratio = cost / bestCost;
        var says = $"Its {side} used {NumberText.Share(busy, 1)} of its processors and {NumberText.Of(ratio, Quantity.Factor)} the "
            + "processor time per "
            + $"{(difference.Kind is DifferenceKind.Rate ? "exchange" : "MiB")} of {best.Label}'s";
        return busy < Saturated
            ? new PossibleCause("processor time", 0, $"{says}, so the processor is not what limits it.")
            : new PossibleCause(
                "processor time",
                Capped(Math.Log(Math.Max(1, ratio)) / Math.Log(difference.Factor)),
                $"{says}: it is limited by its processor.");
    }

    /// <summary>Events that wait until their subscriber asks for them.</summary>
    public static PossibleCause? EventsWait(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Kind is not (DifferenceKind.Median or DifferenceKind.Tail) || difference.Gap is not > 0
            || other.Wait is not { } wait)
        {
            return null;
        }

        var isTail = difference.Kind is DifferenceKind.Tail;
        var waited = isTail ? wait.Tail : wait.Mean;
        var share = Capped((waited - ((isTail ? best.Wait?.Tail : best.Wait?.Mean) ?? 0)) / difference.Gap.Value);
        return new PossibleCause(
            "polling",
            share,
            $"Events wait until they are asked for: {wait.How}, so that {(isTail ? "one of a hundred waits" : "an event waits")} "
                + $"{Difference.Time(waited)} {(isTail ? "or longer" : "on average")}"
                + (best.Wait is { } less ? $", with {best.Label} {Difference.Time(isTail ? less.Tail : less.Mean)}" : "")
                + $"; that {Account(share, singular: true)} the {Difference.Time(difference.Gap.Value)} between them.");
    }

    /// <summary>Does the kind predict round trips of both, with those of handshakes among them?</summary>
    public static bool HasHandshakes(Difference difference) =>
        difference.Best.Parts.Any(part => part.HasHandshakes) && difference.Other.Parts.Any(part => part.HasHandshakes);

    // The middle one of exchanges of which some open a connection has opened none, and their mean processor time is not its own.
    private static bool OpensSome(Difference difference) =>
        difference.Other.Opened is { Uses: > 1 } || difference.Best.Opened is { Uses: > 1 };

    private static bool IsAlone(Difference difference) =>
        difference.InFlight is 1 || (difference.InFlight is null && difference is { Other.Busy: < Idle, Best.Busy: < Idle });

    private static double? Cost(ArmEvidence arm, string side) => side == "client" ? arm.ClientCpu : arm.ServerCpu;
}
