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
}
