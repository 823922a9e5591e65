using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Judges how punctual the emulator was. Pure.</summary>
internal static class LatenessCheck
{
    public static LinkCheck Of(string name, LinkDirectionStatistics statistics, TimeSpan delay)
    {
        var bound = LinkBounds.MostLateness(delay);
        var passed = statistics.LatenessP99Microseconds <= bound;
        return new LinkCheck
        {
            Name = name,
            Expected = $"p99 at most {bound:0} µs",
            Measured = $"p50 {statistics.LatenessP50Microseconds:0.0} µs, p99 {statistics.LatenessP99Microseconds:0.0} µs, max {statistics.LatenessMaximumMicroseconds:0} µs",
            Samples = statistics.Released,
            Passed = passed,
            Remark = passed ? "Packets left when they were due." : "Packets left later than due: the machine is too busy for this profile, or real-time priority was refused.",
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
            yield return $"The emulator dropped {statistics.Overflow} packets {direction} that the profile did not ask for: it was overloaded.";
        }

        var bound = LinkBounds.MostLateness(profile.Delay);
        if (statistics.Released > 0 && statistics.LatenessP99Microseconds > bound)
        {
            yield return $"The emulator released packets {direction} {statistics.LatenessP99Microseconds:0} µs late (p99), more than {bound:0} µs.";
        }
    }
}
