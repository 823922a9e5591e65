using System.Net;
using System.Net.Sockets;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Congestion control as the kernel tells it, over a real link that loses packets.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class CongestionTrialTests
{
    [LinkTheory]
    [InlineData("tcp", "download", "server", "reno")]
    [InlineData("tcp", "upload", "client", null)]
    [InlineData("http2", "download", "server", null)]
    public async Task The_window_of_the_side_that_sends_is_cut_where_packets_are_lost(
        string protocol, string kind, string side, string? control)
    {
        var scenario = TrialPlans.Bulk(protocol, kind) with
        {
            Arms = [new Arm { Label = protocol, Protocol = protocol, CongestionControl = control }],
            Links = ["lossy-1"],
            Duration = TimeSpan.FromSeconds(2),
            WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(200), Maximum = TimeSpan.FromMilliseconds(500) },
        };
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        Assert.Equal(control ?? "cubic", result.Facts!.CongestionControl);
        var series = Assert.Single(result.Measurement.Congestion!);
        Assert.Equal((side, 1448), (series.Side, series.SegmentBytes));

        // A hundred looks 20 ms apart, less those that a busy machine came late to.
        Assert.InRange(series.Seconds.Count, 50, 101);
        Assert.InRange(series.Seconds[0], 0, 0.5);
        Assert.InRange(series.Seconds[^1], 1.5, 2.001);
        var seen = CongestionSummary.Of(series);

        // Of some thousand packets one in a hundred is lost: tens of cuts. A window never falls below one packet.
        Assert.True(seen.Cuts >= 3 && seen.SentAgain >= 3, $"{seen}");
        Assert.InRange(seen.Lowest, 1, seen.Highest - 1);
        Assert.InRange(seen.RoundTripMicroseconds, 20_000, 40_000);

        // The link's delay is constant: what varies is how long a packet waits for its turn and for a processor.
        Assert.Equal(series.Seconds.Count, series.DeviationMicroseconds!.Count);
        Assert.InRange(seen.DeviationMicroseconds!.Value, 1, 20_000);

        // What was acknowledged is what the receiver got, but for what is under way and warmed up at either edge.
        var acked = (series.AckedBytes[^1] - series.AckedBytes[0]) / (series.Seconds[^1] - series.Seconds[0]);
        Assert.InRange(acked / result.Measurement.GoodputBytesPerSecond!.Value, 0.8, 1.25);
    }

    [Fact]
    public void A_look_allocates_nothing_and_finds_both_ends_of_a_connection()
    {
        using var watch = new CongestionWatch(TimeSpan.FromHours(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using (var client = new TcpClient())
        {
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            using var server = listener.AcceptTcpClient();
            watch.Look();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                watch.Look();
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
        }

        var seen = watch.Finish("client").Sum(series => series.Seconds.Count);
        Assert.InRange(seen, 2_002, 4_096);
        Assert.All(watch.Finish("client"), series => Assert.InRange(series.Windows[^1], 1, 1_000));
    }
}
