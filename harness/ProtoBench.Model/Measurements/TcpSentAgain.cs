using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// How the TCP segments of one side came to be sent again, as the kernel counts them for a network namespace (RetransSegs of
/// /proc/net/snmp, the others TcpExt of /proc/net/netstat). It tells this of no single connection.
/// </summary>
/// <remarks>
/// What adds up to what (net/ipv4/tcp_output.c, tcp_timer.c and tcp_input.c of Linux). <see cref="Segments"/> counts every segment that
/// is sent again, whatever the reason. <see cref="Fast"/> and <see cref="AfterTimeouts"/> count segments too, and none of them twice
/// (tcp_xmit_retransmit_queue). <see cref="Timeouts"/> counts each time a timer ran out, upon which one segment is sent
/// (tcp_retransmit_timer; a SYN or its answer counts likewise), or none: it still waits in its own host (<see cref="HeldBack"/>), or the
/// connection is given up. <see cref="Probes"/> counts tail loss probes, which send new data where there is some and only otherwise the
/// last segment again (tcp_send_loss_probe), so that not all of them are among the segments. Besides, a SYN that comes twice is answered
/// twice, and a closed window is probed with the segment that it does not take (<see cref="Otherwise"/>).
/// </remarks>
/// <param name="Segments">All that were sent again (RetransSegs).</param>
/// <param name="Fast">
/// Found missing by acknowledgements of what was sent later: fast retransmit, and RACK (TCPFastRetrans; RFC 5681, 3.2; RFC 8985).
/// </param>
/// <param name="Timeouts">Times that a retransmission time-out ran out (TCPTimeouts; RFC 6298).</param>
/// <param name="AfterTimeouts">
/// Sent behind the segment of a time-out, which takes all that is under way for lost (TCPSlowStartRetrans).
/// </param>
/// <param name="Probes">Tail loss probes, with new data or with old (TCPLossProbes; RFC 8985, 7).</param>
/// <param name="ProbesRepaired">Probes that were old data and arrived in place of what was lost (TCPLossProbeRecovery).</param>
/// <param name="Spurious">
/// Every spurious retransmission: a segment sent again that the peer had already, as it says itself (TCPDSACKRecvSegs; RFC 2883). On a
/// kernel before 5.10 the acknowledgements that say so (TCPDSACKRecv).
/// </param>
/// <param name="SpuriousTimeouts">
/// Time-outs that came before an acknowledgement that was under way, as F-RTO finds (TCPSpuriousRTOs; RFC 5682).
/// </param>
/// <param name="HeldBack">
/// Not sent again, because the first copy had not left its own host yet (TCPSpuriousRtxHostQueues): not among <see cref="Segments"/>.
/// </param>
public sealed record TcpSentAgain(
    long Segments,
    long Fast,
    long Timeouts,
    long AfterTimeouts,
    long Probes,
    long ProbesRepaired,
    long Spurious,
    long SpuriousTimeouts,
    long HeldBack)
{
    /// <summary>Segments that a time-out sent: the timeouts, as far as segments are left for them.</summary>
    [JsonIgnore]
    public long ByTimeout => Math.Min(Timeouts, Math.Max(0, Segments - Fast - AfterTimeouts));

    /// <summary>Segments that waited for a time-out, which is at least 200 ms on Linux: those it sent, and those behind them.</summary>
    [JsonIgnore]
    public long Waited => ByTimeout + AfterTimeouts;

    /// <summary>Segments that tail loss probes sent: the rest, as far as there were probes.</summary>
    [JsonIgnore]
    public long ByProbe => Math.Min(Probes, Math.Max(0, Segments - Fast - Waited));

    /// <summary>Segments that none of these sent.</summary>
    [JsonIgnore]
    public long Otherwise => Math.Max(0, Segments - Fast - Waited - ByProbe);

    /// <summary>What came since an earlier count.</summary>
    public TcpSentAgain Since(TcpSentAgain earlier) => With(earlier, (later, before) => later - before);

    /// <summary>Of both together.</summary>
    public TcpSentAgain Plus(TcpSentAgain other) => With(other, (one, two) => one + two);

    /// <summary>Each count put together with its counterpart.</summary>
    internal TcpSentAgain With(TcpSentAgain other, Func<long, long, long> together) => new(
        together(Segments, other.Segments),
        together(Fast, other.Fast),
        together(Timeouts, other.Timeouts),
        together(AfterTimeouts, other.AfterTimeouts),
        together(Probes, other.Probes),
        together(ProbesRepaired, other.ProbesRepaired),
        together(Spurious, other.Spurious),
        together(SpuriousTimeouts, other.SpuriousTimeouts),
        together(HeldBack, other.HeldBack));

    /// <summary>All together; null: there is none, or of one it is not known.</summary>
    public static TcpSentAgain? Sum(IEnumerable<TcpSentAgain?> all)
    {
        var list = all.ToList();
        return list.Count == 0 || list.Contains(null) ? null : list.Aggregate((sum, one) => sum!.Plus(one!));
    }
}
