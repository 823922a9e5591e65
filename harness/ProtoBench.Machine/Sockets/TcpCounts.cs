using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Sockets;

/// <summary>What the kernel counts of TCP in the network namespace of this process, over all connections.</summary>
/// <remarks>The kernel writes the two tables in about 0.1 ms, so they are read at window edges and by the sampler.</remarks>
internal static class TcpCounts
{
    private const string Snmp = "/proc/self/net/snmp";
    private const string Netstat = "/proc/self/net/netstat";
    private const string Segments = "RetransSegs";

    private static readonly string[] Reasons =
    [
        "TCPFastRetrans", "TCPTimeouts", "TCPSlowStartRetrans", "TCPLossProbes", "TCPLossProbeRecovery", "TCPSpuriousRTOs",
        "TCPSpuriousRtxHostQueues", "TCPDSACKRecvSegs", "TCPDSACKRecv",
    ];

    /// <summary>Segments sent again so far (RFC 4022, tcpRetransSegs).</summary>
    public static long SentAgain() => SegmentsOf(File.ReadAllBytes(Snmp));

    /// <summary>The same with their reasons; null: this kernel does not tell them all.</summary>
    /// <param name="segments">What <see cref="SentAgain"/> told just before.</param>
    public static TcpSentAgain? Split(long segments) => File.Exists(Netstat) ? SplitOf(File.ReadAllBytes(Netstat), segments) : null;

    /// <exception cref="IOException">The table has no such column.</exception>
    internal static long SegmentsOf(ReadOnlySpan<byte> snmp) =>
        KernelCounts.Of(snmp, "Tcp:"u8, Segments)[0] ?? throw new IOException($"{Snmp} has no {Segments}");

    internal static TcpSentAgain? SplitOf(ReadOnlySpan<byte> netstat, long segments)
    {
        var counts = KernelCounts.Of(netstat, "TcpExt:"u8, Reasons);
        var spurious = counts[^2] ?? counts[^1];
        return counts is [{ } fast, { } timeouts, { } after, { } probes, { } repaired, { } early, { } held, ..] && spurious is { } known
            ? new TcpSentAgain(segments, fast, timeouts, after, probes, repaired, known, early, held)
            : null;
    }
}
