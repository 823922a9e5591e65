using ProtoBench.Links.Certification;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Results;

namespace ProtoBench.Tests.Reports;

/// <summary>Invents what an emulated link did in a trial, by the names of shipped profiles; every certificate holds.</summary>
internal static class SyntheticLink
{
    private static readonly Dictionary<string, double> RoundTrips = new()
    {
        ["lan"] = 500,
        ["metro"] = 5_000,
        ["wan-40ms"] = 40_000,
        ["lossy-1"] = 40_000,
    };

    /// <summary>0 on loopback and for unknown names.</summary>
    public static double RoundTripMicroseconds(string link) => RoundTrips.GetValueOrDefault(link);

    /// <returns>Null on loopback, as in real trials.</returns>
    public static LinkEvidence? EvidenceOf(string link, int trial) => !RoundTrips.TryGetValue(link, out var roundTrip)
        ? null
        : new LinkEvidence
        {
            Certificate = new LinkCertificate
            {
                Facts = new LinkFacts
                {
                    Profile = link,
                    Backend = "tun",
                    Seed = (ulong)trial,
                    CongestionClient = "cubic",
                    CongestionServer = "cubic",
                    Mtu = 1500,
                    RingPackets = 1000,
                    RealTime = false,
                    Rootless = true,
                },
                Level = CertificateLevel.Quick,
                RoundTripMicroseconds = roundTrip + 80,
                FloorMicroseconds = 70 + (trial % 7),
                Checks = [.. RoundTrip(roundTrip), Check("up: loss", "0 %", "0 % (0–0.3 %)"), Check("down: loss", "0 %", "0 % (0–0.3 %)")],
                Seconds = 1.4,
            },
            Statistics = new LinkStatistics(Direction(trial), Direction(trial + 1), Seconds: 4.7, StolenSeconds: 0, CaptureDropped: 0),
            Objections = [],
        };

    // By the product's own check, so that whoever reads its text reads what real certificates say.
    private static IReadOnlyList<LinkCheck> RoundTrip(double microseconds)
    {
        static long[] Of(double microseconds) => [.. Enumerable.Repeat((long)(microseconds * 1000), 100)];
        return RoundTripChecks.Compare(Of(microseconds + 80), Of(microseconds), sent: 100);
    }

    private static LinkCheck Check(string name, string expected, string measured) =>
        new() { Name = name, Expected = expected, Measured = measured, Samples = 1_000, Passed = true, Remark = "within 1 ms" };

    private static LinkDirectionStatistics Direction(int seed) => new()
    {
        Received = 40_000 + seed,
        ReceivedBytes = 4_000_000,
        Released = 40_000 + seed,
        Lost = 0,
        LostInBurst = 0,
        Listed = 0,
        Blackout = 0,
        QueueFull = 0,
        Duplicated = 0,
        Corrupted = 0,
        Ignored = 2,
        Overflow = 0,
        PeakQueuePackets = 12,
        PeakQueueBytes = 14_000,
        LatenessP50Microseconds = 3,
        LatenessP99Microseconds = 40,
        LatenessP999Microseconds = 120,
        LatenessMaximumMicroseconds = 310,
        ProcessorSeconds = 0.9,
        SpinMarginMicroseconds = 60,
    };
}
