using System.Globalization;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>What a hundredth of the messages one way wait for: until they are sent, and behind lost ones of the same order. Pure.</summary>
/// <remarks>
/// TCP delivers all of a connection in one order, QUIC only what is on one stream (RFC 9000, 2.2). What comes in one order behind a lost
/// message waits until that has been sent again: the sooner behind it, the longer. A message is taken for one packet, so that long ones
/// wait more often than is said here.
/// </remarks>
internal static class StreamParts
{
    private const string Sending = "late to be sent";
    private const string Waiting = "waiting for lost messages";
    private const double Hundredth = 0.01;

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm is not { Workload.Way: StreamWay.Down or StreamWay.Up, P50: { } median, P99: { } tail, Rate: { } rate })
        {
            yield break;
        }

        if (arm.LateP99 is { } late)
        {
            yield return new KnownPart(
                KnownPart.P99,
                Sending,
                late,
                $"a hundredth of its messages was handed to the stream {Time(late)} or more after it was due");
        }

        if (arm is not { PacketsLost: { } lost, RoundTrip: { } trip })
        {
            yield break;
        }

        var (flow, ordered) = (rate * arm.PerConnection / arm.InFlight, rate * (arm.OverTcp ? arm.PerConnection : 1) / arm.InFlight);
        var again = Missed(arm.OverTcp, 1e6 / flow, trip) + trip;
        var waited = lost > 0 ? again - (Math.Max(0, (Hundredth / lost) - 1) * 1e6 / ordered) : 0;
        var streams = arm.OverTcp && arm.PerConnection > 1
            ? string.Create(CultureInfo.InvariantCulture, $" ({arm.PerConnection:0.#} streams on a TCP connection)")
            : "";
        yield return new KnownPart(
            KnownPart.P99,
            Waiting,
            Math.Clamp(waited, 0, Math.Max(0, tail - median - (arm.LateP99 ?? 0))),
            $"the link dropped {NumberText.Share(lost, 1)} of the packets, one that is lost comes {Time(again)} late, and "
                + $"{NumberText.Of(ordered, Quantity.PerSecond)} come in one order{streams}: "
                + (waited > 0 ? $"a hundredth waits for {Time(waited)} or more" : "fewer than a hundredth wait for one"));
    }

    /// <summary>
    /// Until a lost packet is missed: three later ones have come (RFC 5681, 3.2; RFC 9002, 6.1.1), for QUIC also one and an eighth of a
    /// round trip (6.1.2); or two round trips with nothing new to send, when a probe goes out (RFC 8985, 7.2).
    /// </summary>
    private static double Missed(bool tcp, double gap, double trip) =>
        Math.Min(tcp ? 3 * gap : Math.Min(3 * gap, gap + (trip / 8)), 2 * trip);

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
