using System.Globalization;
using System.Text.Json;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Trials over real emulated links, held against what theory says of them. Only what a busy machine hardly moves.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class LinkTrialTests
{
    /// <summary>The segment of a connection over an MTU of 1500 with timestamps (RFC 6691, RFC 7323).</summary>
    private const int SegmentBytes = 1448;

    private static readonly int[] RoundTripMilliseconds = [20, 50, 100];

    public static TheoryData<string, int> Handshakes
    {
        get
        {
            var handshakes = new TheoryData<string, int> { { "tcp", 2 }, { "tcp-tls", 3 } };
            if (ProtocolCatalog.Find("http3")!.UnsupportedReason is null)
            {
                handshakes.Add("http3-early", 1);
            }

            return handshakes;
        }
    }

    /// <summary>
    /// TCP opens in one round trip (RFC 9293), TLS 1.3 in another (RFC 8446), QUIC with 0-RTT sends its request at once (RFC 9001, section
    /// 4.6).
    /// </summary>
    [LinkTheory]
    [MemberData(nameof(Handshakes))]
    public async Task A_cold_exchange_grows_with_the_round_trip_as_often_as_its_handshake_says(string arm, int roundTrips)
    {
        var scenario = Cold(arm);
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var (fastest, medians) = (new List<(double RoundTrip, double Milliseconds)>(), new List<(double RoundTrip, double Milliseconds)>());
        foreach (var trial in plan.Trials.OrderBy(trial => trial.Number))
        {
            var cell = plan.Cells.Single(cell => cell.Id == trial.CellId);
            var result =
                await new TrialRunner(scenario, folder.Path, new SideServers(scenario)).RunAsync(trial, cell, CancellationToken.None);

            // A link that a busy machine made late counts here all the same: the tail is not asked for.
            Assert.True(
                result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
                string.Join("; ", result.Reasons));
            var histogram = HistogramText.Decode(result.Measurement.Service!);
            var roundTrip = double.Parse(cell.Link[4..^2], CultureInfo.InvariantCulture);
            fastest.Add((roundTrip, histogram.Minimum / 1e6));
            medians.Add((roundTrip, histogram.ValueAtQuantile(0.5) / 1e6));
        }

        Assert.Equal(RoundTripMilliseconds.Length, medians.Count);
        // A processor taken away makes an exchange longer and never shorter: the fastest tells what the handshake costs, the median that
        // most cost it.
        Assert.InRange(Slope(fastest), 0.95 * roundTrips, 1.05 * roundTrips);
        Assert.Equal(roundTrips, Slope(medians), 0.4);
    }

    /// <summary>
    /// Mathis, Semke, Mahdavi and Ott, "The macroscopic behavior of the TCP congestion avoidance algorithm", 1997: MSS/RTT × sqrt(3/2) /
    /// sqrt(p).
    /// </summary>
    [LinkFact]
    public void Cubic_at_one_percent_loss_and_20_ms_carries_what_Mathis_estimates()
    {
        const int Flows = 8;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("lossy.yaml"), "title: one in a hundred\nsource: this test\ndelay: 10 ms\nup: { loss: 1 % }\n");

        // Several flows, because one of ten seconds meets so few losses that chance alone moves it by a tenth.
        var (exitCode, output, log) = Protobench.Run(
            "link", "run", folder.File(
                "lossy.yaml"), "--server", "iperf3 -s -1 >/dev/null", "--", "iperf3",
                "-c", "10.99.0.2", "-t", "10", "-O", "1", "-P", $"{Flows}", "-J");

        Assert.True(exitCode == 0, log);
        using var report = JsonDocument.Parse(output);
        var end = report.RootElement.GetProperty("end");
        Assert.Equal("cubic", end.GetProperty("sender_tcp_congestion").GetString());
        var estimate = SegmentBytes * 8 / 0.020 * Math.Sqrt(1.5 / 0.01);
        var flow = end.GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / Flows;
        Assert.InRange(flow, 0.75 * estimate, 1.25 * estimate);
    }

    private static Scenario Cold(string arm) => TrialPlans.Echo() with
    {
        Workloads = [new Workload { Name = "cold", Fresh = true }],
        Arms =
        [
            arm == "http3-early"
                ? new Arm { Label = arm, Protocol = "http3", Tls = true, Session = SessionUse.Early }
                : new Arm { Label = arm, Protocol = "tcp", Tls = arm == "tcp-tls" },
        ],
        // Four at once give the longest, 0.3 s, a median of 20 within 1.5 s.
        Loads = [new LoadPoint { Name = "closed-4", InFlight = 4 }],
        Links = [.. RoundTripMilliseconds.Select(milliseconds => $"wan-{milliseconds}ms")],
        Duration = TimeSpan.FromSeconds(1.5),
        WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(500), Maximum = TimeSpan.FromSeconds(1) },
    };

    private static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }
}
