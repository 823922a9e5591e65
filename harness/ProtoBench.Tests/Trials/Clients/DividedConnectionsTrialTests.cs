using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
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
            Assert.Equal(manner == CloseManner.Drain ? 0 : 6, figures["close-drain-lost"] + figures["close-drain-refused"]);
            Assert.True(figures["close-drain-answered"] + figures["close-drain-lost"] + figures["close-drain-refused"] >= 6);
        }
    }
}
