using System.Globalization;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Links.Certification;

/// <summary>Judges how punctual the emulator was. Pure.</summary>
internal static class LatenessCheck
{
    public static LinkCheck Of(string name, LinkDirectionStatistics statistics, TimeSpan delay)
    {
        var bound = LinkBounds.MostLateness(delay);
        if (statistics.LatenessP99Microseconds is null)
        {
            return new LinkCheck
            {
                Name = name,
                Expected = Bound(bound),
                Measured = "not told",
                Samples = 0,
                Passed = null,
                Remark = "The kernel's netem does not say how late it releases packets; the round trips above include it.",
            };
        }

        if (statistics.Released == 0)
        {
            return new LinkCheck
            {
                Name = name,
                Expected = Bound(bound),
                Measured = "none released",
                Samples = 0,
                Passed = null,
                Remark = "Nothing was released: nothing to judge.",
            };
        }

        var passed = !IsLate(statistics);
        return new LinkCheck
        {
            Name = name,
            Expected = Bound(bound),
            Measured = $"{Share(statistics)}; p50 {statistics.LatenessP50Microseconds:0.0} µs, p99 "
                + $"{statistics.LatenessP99Microseconds:0.0} µs, max {statistics.LatenessMaximumMicroseconds:0} µs",
            Samples = statistics.Released,
            Passed = passed,
            Remark = passed
                ? "Packets left when they were due."
                : "Packets left later than due: the machine is too busy for this profile, or real-time priority was refused.",
        };
    }

    /// <summary>Sentences about what makes a trial over the link invalid; empty when nothing does.</summary>
    /// <param name="profile">The link's profile.</param>
    /// <param name="statistics">Of the trial alone.</param>
    public static IReadOnlyList<string> Objections(LinkProfile profile, LinkStatistics statistics) =>
        [.. Objections("up", profile.Up, statistics.Up), .. Objections("down", profile.Down, statistics.Down)];

    private static IEnumerable<string> Objections(string direction, DirectionProfile profile, LinkDirectionStatistics statistics)
    {
        if (statistics.Overflow > 0)
        {
            yield return $"The emulator dropped {statistics.Overflow} packets {direction} that the profile did not ask for: it was "
                + "overloaded.";
        }

        var bound = LinkBounds.MostLateness(profile.Delay);
        if (IsLate(statistics))
        {
            yield return $"The emulator released {Share(statistics)} of the packets {direction} more than {bound:0} µs late (p99 "
                + $"{statistics.LatenessP99Microseconds:0} µs).";
        }
    }

    private static string Bound(double microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"at most {LinkBounds.LateShare:P0} later than {microseconds:0} µs");

    private static bool IsLate(LinkDirectionStatistics statistics) =>
        statistics.Released > 0 && BinomialInterval.Of(statistics.LatePackets, statistics.Released).Low > LinkBounds.LateShare;

    private static string Share(LinkDirectionStatistics statistics)
    {
        var (low, high) = BinomialInterval.Of(statistics.LatePackets, statistics.Released);
        var share = (double)statistics.LatePackets / statistics.Released;
        return string.Create(CultureInfo.InvariantCulture, $"{share:P2} (99 % interval {low:P2} to {high:P2})");
    }
}
