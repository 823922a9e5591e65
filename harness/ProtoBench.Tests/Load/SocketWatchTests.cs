using System.Net;
using System.Net.Sockets;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class SocketWatchTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public void What_the_kernel_is_asked_for_agrees_with_its_table(AddressFamily family)
    {
        using var listener = new TcpListener(family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, 0);
        listener.Start();
        var end = (IPEndPoint)listener.LocalEndpoint;
        using var client = new TcpClient(family);
        client.Connect(end);
        using var server = listener.AcceptTcpClient();
        using (var second = new TcpClient(family))
        {
            // The client's end goes to FIN_WAIT2, and the server's to CLOSE_WAIT, as long as nobody closes that.
            second.Connect(end);
        }

        using var third = new TcpClient(family);
        third.Connect(end);
        third.GetStream().Write(new byte[100]);
        Assert.True(SpinWait.SpinUntil(() => Table(end.Port).Server!.CountOf("close-wait") == 1, Patience.Limit));

        static SocketSnapshot Table(int port) => new SocketCensus(port, Environment.ProcessId).Look();

        foreach (var (ofServer, expected) in new[] { (false, Table(end.Port).Client!), (true, Table(end.Port).Server!) })
        {
            using var diagnosis = SocketDiagnosis.Open(end.Port, ofServer);
            Assert.NotNull(diagnosis);
            var tally = new SocketTally();
            Assert.True(diagnosis.TryCount(tally));
            var side = tally.ToSide();
            Assert.Equal(expected.States.OrderBy(state => state.Key), side.States.OrderBy(state => state.Key));
            Assert.Equal(
                (expected.ReceiveQueueBytes, expected.SendQueueBytes, expected.AcceptQueue),
                (side.ReceiveQueueBytes, side.SendQueueBytes, side.AcceptQueue));
        }

        // What has not been read is a hundred bytes, and the end of the second connection, which takes a number too (RFC 9293, 3.4).
        Assert.Equal((2, 101), (Table(end.Port).Server!.AcceptQueue, Table(end.Port).Server!.ReceiveQueueBytes));
    }

    [Fact]
    public void A_look_allocates_nothing_and_a_long_trial_keeps_the_memory_it_began_with()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var end = (IPEndPoint)listener.LocalEndpoint;
        using var watch = new SocketWatch(end.Port, Environment.ProcessId, TimeSpan.FromHours(1));
        Assert.True(SpinWait.SpinUntil(() => watch.Looks == 1, Patience.Limit));
        watch.Look();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2; i < SocketWatch.MostLooks; i++)
        {
            watch.Look();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        using var client = new TcpClient();
        client.Connect(end);
        Assert.InRange(allocated, 0, Allocation.Context);
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            watch.Look();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
        Assert.Equal((SocketWatch.MostLooks / 2) + 100, watch.Looks);
        var states = watch.Finish(0, double.PositiveInfinity)!;
        Assert.Equal((0, 1), (states.Client!.States["established"][0], states.Client.States["established"][^1]));
        Assert.Equal((1, 1), (states.Server!.States["listening"][0], states.Server.States["listening"][^1]));
    }
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class SocketWatchTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Each connection that is closed leaves a socket in TIME_WAIT at the side that closed first.</summary>
    [Fact]
    public async Task What_churn_leaves_behind_grows_over_the_window() => Check(await RunAsync("tcp", "loopback"));

    /// <summary>The server's sockets are in a network namespace that only its process is in.</summary>
    [LinkFact]
    public async Task Over_a_link_both_namespaces_are_looked_at() => Check(await RunAsync("http1", "bare"));

    [Fact]
    public async Task Exchanges_on_connections_that_stay_are_not_looked_at() =>
        Assert.Null((await RunAsync("tcp", "loopback", new Workload { Name = "echo" })).Measurement!.SocketsOverTime);

    private static void Check(TrialResult result)
    {
        var sockets = result.Measurement!.SocketsOverTime;
        Assert.NotNull(sockets);
        Assert.True(sockets.Seconds[0] < 0, "the warm-up is not told");
        Assert.InRange(sockets.Seconds[^1], 0.2, result.Measurement.WindowSeconds);
        Assert.All(sockets.Server!.States["listening"], count => Assert.Equal(1, count));
        var waiting = sockets.Sides().Select(one => one.Side.States.GetValueOrDefault("time-wait")).OfType<IReadOnlyList<int>>().ToList();
        Assert.NotEmpty(waiting);

        // Sockets stay for 60 s, so the count only grows; and by what the window opened, but for those of between two looks.
        Assert.All(waiting, counts => Assert.Equal(counts.Order(), counts));
        var first = sockets.Seconds.TakeWhile(second => second < 0).Count();
        var grown = waiting.Sum(counts => counts[^1] - counts[Math.Max(0, first - 1)]);
        var opened = result.Measurement.Figures!["churn-opened"] * (sockets.Seconds[^1] - sockets.Seconds[Math.Max(0, first - 1)]);
        Assert.InRange(grown, 0.4 * opened, 1.6 * opened);
    }

    private static async Task<TrialResult> RunAsync(string protocol, string link, Workload? workload = null)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with
        {
            Links = [link],
            Workloads = [workload ?? new Workload { Name = "w", Kind = "churn", Reuse = 3 }],
        });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
        Assert.True(result.Measurement is not null, string.Join("; ", result.Reasons));
        return result;
    }
}
