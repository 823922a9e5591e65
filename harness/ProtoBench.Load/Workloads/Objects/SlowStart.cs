namespace ProtoBench.Load.Workloads.Objects;

/// <summary>
/// How many round trips a sender in slow start needs for so many bytes: the first flight is the initial window, and every round trip
/// doubles it (RFC 5681, 3.1), as long as nothing is lost and nobody's window is smaller. Pure.
/// </summary>
/// <remarks>
/// Doubling holds although receivers acknowledge every second segment only: Linux counts the segments that an acknowledgement covers
/// (RFC 3465), and so does QUIC (RFC 9002, 7.3.1). HyStart (RFC 9406) leaves slow start where a flight takes long to pass, as behind a rate
/// limit; then there are more round trips than these.
/// </remarks>
internal static class SlowStart
{
    /// <summary>
    /// Payload of a segment over an MTU of 1500, which our links have: less 20 bytes each of IPv4 and TCP (RFC 6691) and 12 of
    /// timestamps (RFC 7323), which Linux always sends.
    /// </summary>
    public const int SegmentBytes = 1448;

    /// <summary>The initial window in segments (RFC 6928, 2), as Linux has it: TCP_INIT_CWND.</summary>
    public const int InitialSegments = 10;

    /// <summary>The initial window of QUIC: 10 of its smallest full datagrams (RFC 9002, 7.2; RFC 9000, 14.1).</summary>
    public const int InitialQuicBytes = 10 * 1200;

    /// <summary>The initial window of TCP in bytes.</summary>
    public const int InitialTcpBytes = InitialSegments * SegmentBytes;

    /// <summary>
    /// Round trips from sending the request until the last byte of its answer: one for every flight, because a flight leaves when the one
    /// before it is acknowledged.
    /// </summary>
    /// <param name="bytes">Of the answer; an empty one takes a round trip too.</param>
    /// <param name="initialBytes">The first flight, at least 1.</param>
    /// <param name="windowBytes">What the receiver lets be under way at once, in bytes; by default no limit.</param>
    public static int RoundTrips(long bytes, int initialBytes, long windowBytes = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(initialBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBytes, 1);
        var trips = 1;
        long flight = Math.Min(initialBytes, windowBytes);
        for (var sent = flight; sent < bytes; sent += flight)
        {
            flight = Math.Min(2 * flight, windowBytes);
            trips++;
        }

        return trips;
    }

    /// <summary>
    /// The same where the receiver's window opens late, which is the most that it costs: Linux begins with half the receive buffer
    /// (ip-sysctl, tcp_rmem and tcp_adv_win_scale) and lets it be twice what the program read in a round trip (dynamic right-sizing;
    /// tcp_rmem and tcp_moderate_rcvbuf in tcp(7), <c>tcp_rcv_space_adjust</c> in net/ipv4/tcp_input.c). It knows that when that round
    /// trip is over, and the acknowledgements that say so leave with the next flight, so a flight may be twice the third before it.
    /// </summary>
    /// <param name="bytes">Of the answer.</param>
    /// <param name="initialBytes">The first flight, at least 1.</param>
    /// <param name="bufferBytes">The receiver's buffer when the connection begins (SO_RCVBUF as it is read), at least 2.</param>
    public static int RoundTripsIntoBuffer(long bytes, int initialBytes, int bufferBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(initialBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, 2);
        long window = bufferBytes / 2;
        var trips = 1;
        var (third, second, last) = (0L, 0L, Math.Min(initialBytes, window));
        for (var sent = last; sent < bytes; sent += last)
        {
            window = Math.Max(window, 2 * third);
            (third, second, last) = (second, last, Math.Min(2 * last, window));
            trips++;
        }

        return trips;
    }
}
