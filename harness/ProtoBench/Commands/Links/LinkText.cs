using System.Text;
using ProtoBench.Links;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;

namespace ProtoBench.Commands.Links;

/// <summary>Links in words, for terminals. Pure.</summary>
internal static class LinkText
{
    /// <summary>What was built.</summary>
    public static string Banner(EmulatedLink link)
    {
        var facts = link.Facts;
        return $"link {facts.Profile}: client {LinkAddresses.Client} ({LinkAddresses.Client6}), server {LinkAddresses.Server} "
            + $"({LinkAddresses.Server6}), "
            + $"{facts.Backend}, {Seed(facts)}, {facts.CongestionClient}, {Privileges(facts)}";
    }

    /// <summary>What each direction did.</summary>
    public static string Summary(LinkStatistics statistics)
    {
        var text = new StringBuilder();
        text.AppendLine($"link, {statistics.Seconds:0.0} s:");
        Append(text, "up  ", statistics.Up, statistics.Seconds);
        Append(text, "down", statistics.Down, statistics.Seconds);
        if (statistics.CaptureDropped > 0)
        {
            text.AppendLine($"  recording: {statistics.CaptureDropped} packets are missing, the disk was slower than the link or is full");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A certificate as a table with its verdict.</summary>
    public static string Certificate(LinkCertificate certificate)
    {
        var facts = certificate.Facts;
        var text = new StringBuilder();
        text.AppendLine($"{facts.Profile}: {facts.Backend}, {Seed(facts)}, congestion "
            + $"{facts.CongestionClient}/{facts.CongestionServer}, mtu {facts.Mtu}, "
            + $"{Privileges(facts)}; floor {certificate.FloorMicroseconds:0} µs (not subtracted); "
                + $"{certificate.Level.ToString().ToLowerInvariant()}, {certificate.Seconds:0.0} s");
        foreach (var check in certificate.Checks)
        {
            var mark = check.Passed switch { true => "ok  ", false => "FAIL", null => "n/a " };
            text.AppendLine($"  {mark} {check.Name}: expected {check.Expected}; measured {check.Measured}; n = {check.Samples}");
            if (check.Passed != true)
            {
                text.AppendLine($"       {check.Remark}");
            }
        }

        text.Append(certificate.Holds ? "  holds" : "  DOES NOT HOLD: trials over this link do not count");
        return text.ToString();
    }

    private static string Seed(LinkFacts facts) => facts.Seed is { } seed ? $"seed {seed}" : "no seed";

    private static string Privileges(LinkFacts facts) =>
        (facts.Rootless ? "rootless" : "root") + (facts.RealTime ? ", real-time priority" : ", no real-time priority")
        + (facts.ProcessorsKeptAwake > 0 ? $", {facts.ProcessorsKeptAwake} processors kept awake" : ", processors may idle");

    private static void Append(StringBuilder text, string name, LinkDirectionStatistics direction, double seconds)
    {
        text.Append($"  {name} {direction.Received} packets, {direction.ReceivedBytes} B, "
            + $"{direction.ReceivedBytes * 8 / seconds / 1e6:0.0} Mbit/s; dropped {direction.ConfiguredDrops}");
        var reasons = Reasons(direction);
        text.AppendLine(reasons.Length == 0 ? "" : $" ({reasons})");
        text.Append("       ");
        if (direction.PeakQueuePackets is { } peak)
        {
            text.Append($"queue peak {peak} packets, {direction.PeakQueueBytes} B; ");
        }

        text.Append($"duplicated {direction.Duplicated}, corrupted {direction.Corrupted}; overflow {direction.Overflow}");
        if (direction.LatenessP99Microseconds is { } late)
        {
            text.Append($"; late p50 {direction.LatenessP50Microseconds:0.0} µs, p99 {late:0.0} µs, max "
                + $"{direction.LatenessMaximumMicroseconds:0} µs; cpu {direction.ProcessorSeconds / seconds:0.0 %}");
        }

        text.AppendLine();
    }

    private static string Reasons(LinkDirectionStatistics direction) => string.Join(", ", new (long Count, string Reason)[]
    {
        (direction.Lost, "random loss"), (direction.LostInBurst, "burst loss"), (direction.Listed, "drop list"),
        (direction.Blackout, "blackout"), (direction.QueueFull, "queue full"),
    }.Where(reason => reason.Count > 0).Select(reason => $"{reason.Count} {reason.Reason}"));
}
