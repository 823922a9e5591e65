using ProtoBench.Load.Workloads.Objects;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>Connections that come, go and break, divided among client processes, beside those of one process.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class DividedConnectionsTrialTests
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("http2")]
    public async Task One_restart_is_for_the_clients_of_all_processes(string protocol)
    {
        var waits = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50), 0);
        var workload = new Workload { Name = "w", Kind = "reconnect", Down = TimeSpan.FromMilliseconds(100), Backoff = waits };
        var (alone, divided) = await DividedTrial.BothAsync(
            workload, protocol, inFlight: 20, scenario => scenario with { Duration = TimeSpan.FromMilliseconds(600) });

        foreach (var measured in new[] { alone.Measurement!, divided.Measurement! })
        {
            var figures = measured.Figures!;
            Assert.Equal((20, 0, 1), (figures["reconnect-lost"], figures["reconnect-unserved"], figures["reconnect-by-close"]));
            Assert.Equal(0, measured.Outcomes.Failed);
            Assert.InRange(figures["reconnect-attempts"], 1, figures["reconnect-predicted-attempts"]);

            // The last of all clients is the slowest one of the histogram, which keeps three digits.
            var again = HistogramText.Decode(measured.Times!["reconnect-time"]);
            Assert.Equal(20, again.Count);
            Assert.Equal(figures["reconnect-all"], again.ValueAtQuantile(1) / 1e3, 0.01 * figures["reconnect-all"]);
            Assert.True(figures["reconnect-first"] <= figures["reconnect-all"] && figures["reconnect-all-up"] < figures["reconnect-all"]);
        }

    }

    [Fact]
    public async Task Sockets_that_closing_leaves_are_shares_of_what_all_processes_closed()
    {
        var (alone, divided) = await DividedTrial.BothAsync(new Workload { Name = "w", Kind = "close" }, "tcp", inFlight: 4);
        foreach (var measured in new[] { alone.Measurement!, divided.Measurement! })
        {
            Assert.InRange(measured.Figures!["close-time-wait-client"], 0.95, 1);
            Assert.InRange(measured.Figures["close-time-wait-server"], 0, 0.05);
            Assert.Equal(measured.Outcomes.Completed, HistogramText.Decode(measured.Times!["close-time"]).Count);
        }
    }

    [Theory]
    [InlineData("http2", CloseManner.Drain)]
    [InlineData("tcp", CloseManner.Cut)]
    public async Task A_server_stops_once_for_the_clients_of_all_processes(string protocol, CloseManner manner)
    {
        var (alone, divided) = await DividedTrial.BothAsync(
            new Workload { Name = "w", Kind = "close", Manner = manner }, protocol, inFlight: 6);
        foreach (var measured in new[] { alone.Measurement!, divided.Measurement! })
        {
            var figures = measured.Figures!;
            Assert.Equal((0, 0), (measured.Outcomes.Failed, figures["close-drain-overdue"]));
            Assert.Equal(6, HistogramText.Decode(measured.Times!["close-time"]).Count);
            Assert.Equal(manner == CloseManner.Drain ? 1 : 0, figures["close-drain-told"]);

            // A server that says that it ends refuses what comes too late; what it cut is lost.
            Assert.Equal(
                manner == CloseManner.Drain ? 0 : 6,
                figures["close-drain-lost"] + (manner == CloseManner.Drain ? 0 : figures["close-drain-refused"]));
            Assert.True(figures["close-drain-answered"] + figures["close-drain-lost"] + figures["close-drain-refused"] >= 6);
        }
    }

    [Fact]
    public async Task Users_of_pages_keep_their_six_connections_and_one_page_of_all_is_shown()
    {
        var workload = new Workload { Name = "page", Kind = "page", LoadedObjects = [new(12, 4_000)], DocumentBytes = 30_000 };
        var (alone, divided) = await DividedTrial.BothAsync(workload, "http1", inFlight: 3);
        foreach (var measured in new[] { alone.Measurement!, divided.Measurement! })
        {
            Assert.Equal([30_000, .. Enumerable.Repeat(4_000, 12)], measured.Waterfall!.Select(one => one.Bytes));

            // Of a page as long as the middle one of all; up to 200 are kept of each process.
            var middle = HistogramText.Decode(measured.Response!).ValueAtQuantile(0.5) / 1e3;
            Assert.InRange(measured.Waterfall!.Max(one => one.End), 0.4 * middle, 2.5 * middle);
        }
    }

    // 64 kB on a cold connection: a round trip of TCP's handshake, then three flights of 14.5, 29 and 58 kB.
    [LinkTheory]
    [InlineData("http1", 4)]
    public async Task The_objects_of_all_processes_take_the_round_trips_that_slow_start_predicts(string protocol, int roundTrips)
    {
        var workload = new Workload { Name = "object", Kind = "objects", ResponseBytes = 64_000, Fresh = true };
        await using var link = await LinkProcess.StartAsync(
            "wan-20ms", seed: 1, capture: null, IdleProcessors.Sleep, new LinkCongestion(null, []), CancellationToken.None);
        var (alone, divided) = await DividedTrial.BothAsync(
            workload, protocol, inFlight: 2, scenario => scenario with { Links = ["wan-20ms"] }, link.Ready);
        foreach (var measured in new[] { alone.Measurement!, divided.Measurement! })
        {
            Assert.Equal(roundTrips, measured.Figures![ObjectsKind.Predicted]);
            Assert.Equal(roundTrips, measured.Figures[ObjectsKind.Taken], 0.75);
            Assert.InRange(measured.Figures[ObjectsKind.RoundTrip], 20_000, 26_000);

            // The answers are those of all.
            var answered = Assert.Single(measured.Answers!.Requests);
            Assert.Equal(measured.Outcomes.Completed, answered.Completed);
            Assert.Equal(64_000 * answered.Completed, answered.BodyBytes);
        }
    }

    [Fact]
    public async Task All_connections_that_are_opened_are_counted_and_left_in_TIME_WAIT_as_those_of_one_process()
    {
        var (alone, divided) = await DividedTrial.BothAsync(new Workload { Name = "w", Kind = "churn", Fresh = true }, "tcp", inFlight: 2);
        foreach (var measured in new[] { alone.Measurement!, divided.Measurement! })
        {
            Assert.Equal(measured.Outcomes.Completed, measured.Opened!.Count);
            Assert.InRange(measured.Figures!["churn-time-wait-share"], 0.9, 1);
        }
    }

    [Fact]
    public async Task Idle_connections_are_held_by_all_processes_together()
    {
        var idle = new Workload { Name = "w", Kind = "idle", Held = 400, IdleFor = TimeSpan.FromMilliseconds(50) };
        var (alone, divided) = await DividedTrial.BothAsync(idle, "tcp", inFlight: 4);
        Assert.Equal((400, 400), (alone.Measurement!.Figures!["idle-held"], divided.Measurement!.Figures!["idle-held"]));
        Assert.Equal((400, 400), (alone.Measurement.Outcomes.Completed, divided.Measurement.Outcomes.Completed));
    }
}
