using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Load.Workloads.Churn;
using ProtoBench.Load.Workloads.Idle;
using ProtoBench.Machine.Memory;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Trials.Clients;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>Load divided among client processes, and what they measured put together.</summary>
public sealed class ClientsTests
{
    [Theory]
    [InlineData(1000.0, 3, new[] { 334.0, 333, 333 })]
    [InlineData(1000.0, 4, new[] { 250.0, 250, 250, 250 })]
    [InlineData(10.5, 2, new[] { 5, 5.5 })]
    [InlineData(0.5, 2, new[] { 0.25, 0.25 })]
    public void Rate_in_flight_and_connections_are_divided_exactly(double rate, int processes, double[] rates)
    {
        var cell = Cell(processes, new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = rate, InFlight = 16 });
        var shares = Enumerable.Range(0, processes).Select(number => ClientShares.Of(cell, number, processes)).ToList();

        Assert.Equal(rates, shares.Select(share => share.Load.Rate!.Value));
        Assert.Equal(rate, shares.Sum(share => share.Load.Rate!.Value));
        Assert.Equal(cell.Load.InFlight, shares.Sum(share => share.Load.InFlight));
        Assert.Equal(cell.Connections, shares.Sum(share => share.Connections));
        Assert.Equal(
            rate == 1000 && processes == 3,
            ClientShares.Note(rate, processes) == "the rate of 1000/s was divided as 334 + 333 + 333");
    }

    /// <summary>A page has six connections, so one of three users has six of eighteen; eight of three users leave two over.</summary>
    [Theory]
    [InlineData(3, 18, new[] { 12, 6 })]
    [InlineData(3, 8, new[] { 5, 3 })]
    [InlineData(4, 3, new[] { 2, 1 })]
    public void Several_connections_of_one_in_flight_stay_together(int inFlight, int connections, int[] shares)
    {
        var cell = Cell(2, new LoadPoint { Name = "closed", InFlight = inFlight }) with { Connections = connections };
        Assert.Equal(shares, Enumerable.Range(0, 2).Select(number => ClientShares.Of(cell, number, 2).Connections));
    }

    [Fact]
    public void Windows_have_in_common_what_all_of_them_hold()
    {
        Assert.Equal(1, CommonWindow.ShareOf([(0, 1000), (0, 1000)]));
        Assert.Equal(0.94, CommonWindow.ShareOf([(0, 1000), (60, 1060), (20, 1020)]), 1e-9);
        Assert.Equal(0, CommonWindow.ShareOf([(0, 1000), (1000, 2000)]));
        Assert.Null(CommonWindow.WhyNot([(0, 1000), (50, 1050)]));
        Assert.Contains("94", CommonWindow.WhyNot([(0, 1000), (60, 1060)]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_clients_measured_adds_up_exactly()
    {
        var clients = Enumerable.Range(1, 3).Select(Of).ToList();
        var merged = MergedClients.Of(clients);
        var all = new LatencyHistogram();
        clients.ForEach(client => all.Add(HistogramText.Decode(client.Measurement.Response!)));

        Assert.Equal(all.Buckets(), HistogramText.Decode(merged.Measurement.Response!).Buckets());
        Assert.Equal(600, HistogramText.Decode(merged.Measurement.Response!).Count);
        Assert.Equal((600, 6), (merged.Measurement.Outcomes.Completed, merged.Measurement.Outcomes.TimedOut));
        Assert.Equal((600.0, 6.0), (merged.Measurement.AchievedRate, merged.Usage!.CpuSeconds));
        Assert.Equal([new RateSample(0.1, 600), new RateSample(0.2, 600)], merged.Measurement.Series);
        Assert.Equal(60_000, merged.Usage.PeakResidentBytes);

        // In one namespace all have seen the same segments, the one that looked last most of them.
        Assert.Equal(Seen(2), merged.Usage.TcpSentAgain);
        Assert.Equal((7, 9), (merged.Usage.Retransmissions, MergedClients.Of(clients, ownCounts: true).Usage!.Retransmissions));

        var parts = MergedClients.Parts(clients, [(5_000_000, 6_000_000), (5_200_000, 6_200_000), (5_000_000, 6_000_000)]);
        Assert.Equal([0, 0.2, 0], parts.Select(part => part.OpenedMilliseconds));
        Assert.Equal(clients.Select(client => client.Measurement.Response), parts.Select(part => part.Response));
    }

    [Fact]
    public void Connections_that_were_opened_and_times_of_a_kind_add_up_exactly()
    {
        var clients = Enumerable.Range(1, 3).Select(Of).Select(client => client with
        {
            Measurement = client.Measurement with
            {
                Opened = new OpenedConnections { Count = 100, Connect = client.Measurement.Response!, Resumed = 2 },
                Openings = new ConnectionOpenings { Count = 7, Connect = client.Measurement.Response!, Tls = null },
                Times = new Dictionary<string, string> { ["a-time"] = client.Measurement.Response! },
            },
        }).ToList();
        var merged = MergedClients.Of(clients).Measurement;

        Assert.Equal((300, 6, 21), (merged.Opened!.Count, merged.Opened.Resumed, merged.Openings!.Count));
        Assert.All(
            [merged.Opened.Connect, merged.Openings.Connect, Assert.Single(merged.Times!).Value],
            text => Assert.Equal(HistogramText.Decode(merged.Response!).Buckets(), HistogramText.Decode(text).Buckets()));
        Assert.Null(merged.Openings.Tls);
    }

    [Theory]
    [InlineData(10, 3, new[] { 0, 4, 7 })]
    [InlineData(9, 3, new[] { 0, 3, 6 })]
    public void Each_client_knows_which_of_all_subscribers_are_its_own(int total, int processes, int[] first)
    {
        Assert.Equal(first, Enumerable.Range(0, processes).Select(number => ClientShares.First(total, number, processes)));
        Assert.Equal(total, ClientShares.First(total, processes - 1, processes) + ClientShares.Whole(total, processes - 1, processes));
    }

    /// <summary>The first reading of all is from before anybody's connections, the last one from when everybody's were idle.</summary>
    [Fact]
    public void Memory_of_idle_connections_is_shared_out_among_those_of_all_clients()
    {
        IReadOnlyDictionary<string, double> one = IdleReadings.Of(
            60, lost: 1, (1_000, 2_000_000_000), (900, new MemoryUse(10_000, 500_000, 7_000)), (5_000, new(16_000, 580_000, 11_000)));
        IReadOnlyDictionary<string, double> other = IdleReadings.Of(
            40, lost: 0, (500, 1_000_000_000), (400, new MemoryUse(20_000, 400_000, 3_000)), (4_000, new(24_000, 550_000, 10_000)));

        var together = IdleReadings.PutTogether([one, other], oneMachine: true);
        Assert.Equal((100.0, 1.0), (together["idle-held"], together["idle-lost"]));
        Assert.Equal(100, together["idle-client-memory"]);
        Assert.Equal((580_000 - 400_000) / 100.0, together["idle-server-memory"]);
        Assert.Equal((11_000 - 3_000) / 100.0, together["idle-kernel-memory"]);
        Assert.Equal(100 / ((2_000_000_000 - 500) / 1e9), together["idle-opened"]);

        var apart = IdleReadings.PutTogether([one, other], oneMachine: false);
        Assert.Equal(["idle-client-memory", "idle-held", "idle-lost", "idle-opened"], apart.Keys.Order());
    }

    [Fact]
    public void Sockets_that_all_clients_see_are_counted_once()
    {
        IReadOnlyDictionary<string, double> one = ChurnReadings.Of(
            300, (100, new SocketCounts(4, 2, 0, 0), new(4, 0, 0, 0)), (900, new SocketCounts(4, 600, 0, 1), new(4, 0, 0, 0)), 28_000);
        IReadOnlyDictionary<string, double> other = ChurnReadings.Of(
            500, (50, new SocketCounts(4, 0, 0, 0), new(4, 0, 0, 0)), (950, new SocketCounts(4, 800, 0, 0), new(4, 0, 0, 0)), 28_000);

        Assert.Equal(
            ChurnFigures.Of(
                800, 1, (new SocketCounts(0, 0, 0, 4), new(0, 0, 0, 4)), (new SocketCounts(0, 800, 0, 4), new(0, 0, 0, 4)), 28_000),
            ChurnReadings.PutTogether([one, other], seconds: 1, oneMachine: true));
        Assert.Equal(["churn-opened"], ChurnReadings.PutTogether([one, other], 1, oneMachine: false).Keys);
    }

    [Fact]
    public void Constant_arrivals_of_clients_lie_between_each_other()
    {
        var starts = Enumerable.Range(0, 4).SelectMany(number =>
        {
            var schedule = new ArrivalSchedule(ArrivalLaw.Constant, 250, seed: 1, phase: number / 4.0);
            return Enumerable.Range(0, 3).Select(_ => schedule.Next());
        }).Order();
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i * 1_000_000L), starts);
    }

    [Fact]
    public void What_cannot_be_divided_is_not_applicable_and_says_why()
    {
        Assert.Null(Cell(4, new LoadPoint { Name = "closed", InFlight = 4 }).NotApplicable);
        Assert.Contains("3 in flight", Cell(4, new LoadPoint { Name = "closed", InFlight = 3 }).NotApplicable, StringComparison.Ordinal);
        var load = new LoadPoint { Name = "closed", InFlight = 2 };
        Assert.Null(Cell(2, load, new Workload { Name = "bulk", Kind = "download" }).NotApplicable);
        Assert.Contains(
            "one client process",
            BulkKeys.WhyNotDivided(new Workload { Name = "bulk", Kind = "upload", SendRate = 10 }),
            StringComparison.Ordinal);
        Assert.Null(Cell(2, load, new Workload { Name = "echo", Fresh = true }).NotApplicable);
        Assert.Null(Cell(2, load, new Workload { Name = "held", Kind = "idle", Held = 2 }).NotApplicable);
        Assert.Equal(
            "1 held connection cannot be divided among 2 client processes",
            Cell(2, load, new Workload { Name = "held", Kind = "idle", Held = 1 }).NotApplicable);
        Assert.All(
            new[] { "reconnect", "close", "objects" },
            kind => Assert.DoesNotContain(
                "client process", Cell(2, load, new Workload { Name = "w", Kind = kind }).NotApplicable ?? "", StringComparison.Ordinal));
        Assert.Contains(
            "those of several client processes appear at once",
            Cell(2, load, new Workload { Name = "silent", Kind = "dead-peer" }).NotApplicable,
            StringComparison.Ordinal);
        Assert.Contains(
            "one client process",
            Cell(2, load, new Workload { Name = "nobody", Kind = "unreachable" }).NotApplicable,
            StringComparison.Ordinal);
    }

    private static Cell Cell(int processes, LoadPoint load, Workload? workload = null) => PlanBuilder.Build(
        TrialPlans.Echo("tcp", load: load) with
        {
            Workloads = [workload ?? new Workload { Name = "echo" }],
            Arms = [new Arm { Label = "tcp", Protocol = "tcp", ClientProcesses = processes }],
        },
        ProtocolCatalog.All,
        WorkloadCatalog.All).Cells[0];

    private static Measured Of(int number)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 100 * number; i++)
        {
            histogram.Record(number * 10_000 * (i + 1));
        }

        var text = HistogramText.Encode(histogram);
        return new Measured(
            new Measurement
            {
                WindowSeconds = 1,
                WindowStartNanoseconds = 0,
                Response = text,
                Service = text,
                Outcomes = new OutcomeCounts { Completed = 100 * number, TimedOut = number },
                AchievedRate = 100 * number,
                Series = [new RateSample(0.1, 100 * number), new RateSample(0.2, 100 * number)],
                WarmUp = new WarmUpOutcome(1, true),
            },
            new ProcessUsage
            {
                ProcessId = number,
                CpuSeconds = number,
                PeakResidentBytes = 10_000 * number,
                AllocatedBytes = 0,
                Collections = 0,
                PauseMilliseconds = 0,
                Retransmissions = number switch { 1 => 2, 2 => 7, _ => 0 },
                TcpSentAgain = Seen(number),
                Processors = "1",
                Runtime = "",
            });
    }

    private static TcpSentAgain Seen(int number) => new(number switch { 1 => 2, 2 => 7, _ => 0 }, 0, number, 0, 0, 0, 0, 0, 0);
}
