using System.Globalization;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>What a hundredth of the messages one way wait for: until they are sent, and behind lost ones of the same order. Pure.</summary>
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

        if (arm.PacketsLost is not { } lost)
        {
            yield break;
        }

        // TCP delivers all of a connection in one order, QUIC only what is on one stream (RFC 9000, 2.2). Each that comes until a lost one
        // has been sent again waits with it.
        var wait = Math.Max(0, tail - median - (arm.LateP99 ?? 0));
        var ordered = rate * (arm.OverTcp ? arm.PerConnection : 1) / arm.InFlight;
        var waiting = Math.Min(1, lost * (1 + (ordered * wait / 1e6)));
        var decides = waiting >= Hundredth;
        yield return new KnownPart(
            KnownPart.P99,
            Waiting,
            decides ? wait : 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the link dropped {NumberText.Share(lost, 1)} of the packets, and {NumberText.Of(ordered, Quantity.PerSecond)} come in "
                    + $"one order{(arm.OverTcp && arm.PerConnection > 1 ? $" ({arm.PerConnection:0.#} streams on a TCP connection)" : "")}: ")
                + (decides
                    ? $"{NumberText.Share(waiting, 1)} of them wait for one that is sent again, a hundredth for {Time(wait)}"
                    : $"{NumberText.Share(waiting, 1)} of them wait for one that is sent again, too few to decide a p99"));
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
