using System.Globalization;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Model.Links.Netem;

/// <summary>
/// What tc has to be told so that the kernel's netem does what a profile says (tc-netem(8), tc-tbf(8)), and which profiles it cannot serve.
/// Pure.
/// </summary>
internal static class NetemPlan
{
    // Packets on their way and packets in front of the rate limit share this; it must never be what drops one.
    private const int MostPackets = 1_000_000;

    // A veth frame is counted with its Ethernet header, a profile counts IP packets.
    private const int EthernetHeader = 14;

    // The bucket also pays back what a timer came late: netem itself would only lose it. A millisecond is more than a timer of a busy
    // machine is late.
    private const double BucketSeconds = 0.001;
    private const int LeastBucketPackets = 2;

    /// <summary>What netem cannot do of the profile, as sentences; empty when it can do everything.</summary>
    public static IReadOnlyList<string> Refusals(LinkProfile profile) =>
        [.. Refusals(profile.Up).Concat(Refusals(profile.Down)).Distinct(StringComparer.Ordinal)];

    /// <summary>Arguments of tc, one call each, that put a direction's queues on the device through which its packets leave.</summary>
    /// <param name="direction">What it does.</param>
    /// <param name="roundTrip">The profile's, for queues counted in bandwidth-delay products.</param>
    /// <param name="device">Without any queue of its own yet.</param>
    public static IReadOnlyList<string> Commands(DirectionProfile direction, TimeSpan roundTrip, string device)
    {
        // Only a root queue may say how packets are counted (tc-stab(8)); the bucket inside it counts as the root does.
        var counting = direction.BitsPerSecond is null ? "" : $"stab overhead {direction.OverheadBytes - EthernetHeader} ";
        List<string> commands =
            [$"qdisc add dev {device} root handle 1: {counting}netem limit "
                + $"{MostPackets}{Delay(direction)}{Loss(direction.Loss)}{Duplicate(direction)}"];
        if (direction.BitsPerSecond is { } rate)
        {
            var packet = LinkProfile.Mtu + direction.OverheadBytes;
            var bucket = Math.Max(LeastBucketPackets * packet, (long)(rate / 8 * BucketSeconds));
            var packets = direction.Queue.Unit == QueueUnit.Packets;
            var bytes = packets ? direction.Queue.Packets * packet : direction.Queue.Bytes(rate, roundTrip);
            commands.Add(Text($"qdisc add dev {device} parent 1:1 handle 2: tbf rate {rate:0}bit burst {bucket} limit {bytes}"));
            if (packets)
            {
                commands.Add(Text($"qdisc add dev {device} parent 2:1 handle 3: pfifo limit {direction.Queue.Packets}"));
            }
        }

        return commands;
    }

    private static IEnumerable<string> Refusals(DirectionProfile direction)
    {
        if (direction.Jitter is { Law: JitterLaw.Pareto })
        {
            yield return "its pareto table is another law than the profile's";
        }
        else if (direction.Jitter is not null && !direction.Reorder)
        {
            yield return "it lets packets with less jitter overtake, which the profile does not allow (`reorder: true` does)";
        }

        if (direction.Loss is ListedLoss)
        {
            yield return "it has no list of packets to drop";
        }

        if (direction.Corrupt > 0)
        {
            yield return "it inverts bits anywhere in a frame, where some make no difference";
        }

        if (direction.Trace is not null)
        {
            yield return "it has no rate that changes as recorded";
        }

        if (direction.Blackouts.Count > 0)
        {
            yield return "it has no blackouts";
        }
    }

    private static string Delay(DirectionProfile direction)
    {
        if (direction.Delay == TimeSpan.Zero && direction.Jitter is null)
        {
            return "";
        }

        var law = direction.Jitter?.Law == JitterLaw.Normal ? " distribution normal" : "";
        return direction.Jitter is { } jitter
            ? Text($" delay {direction.Delay.TotalMicroseconds:0.###}us {jitter.Spread.TotalMicroseconds:0.###}us{law}")
            : Text($" delay {direction.Delay.TotalMicroseconds:0.###}us");
    }

    private static string Loss(LossProfile? loss) => loss switch
    {
        IndependentLoss independent => Text($" loss random {independent.Probability * 100:0.#######}%"),
        // The third and the fourth are losses of the bad and of the good state ("1-h" and "1-k" in the manual page).
        BurstLoss burst => Text(
            $" loss gemodel {burst.Enter * 100:0.#######}% {burst.Leave * 100:0.#######}% {burst.BadLoss * 100:0.#######}% {burst.GoodLoss * 100:0.#######}%"),
        _ => "",
    };

    private static string Duplicate(DirectionProfile direction) =>
        direction.Duplicate > 0 ? Text($" duplicate {direction.Duplicate * 100:0.#######}%") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
