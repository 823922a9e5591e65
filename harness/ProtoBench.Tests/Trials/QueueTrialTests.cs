using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Searches;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>
/// For real: a server that works 5 ms on each exchange of one connection, and arrivals by chance. That is M/D/1, and because the window has
/// the schedule of the trial's seed, what each arrival waits follows from the service time alone.
/// </summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class QueueTrialTests
{
    private const double Rate = 140;
    private const double Seconds = 2.4;

    [Fact]
    public async Task Response_times_are_those_that_the_arrivals_of_the_seed_and_the_service_time_make()
    {
        using var folder = new TemporaryFolder();
        var load = new LoadPoint
        {
            Name = "queue",
            Loop = LoopKind.Open,
            Rate = Rate,
            Arrivals = ArrivalLaw.Poisson,
            InFlight = 1,
        };
        var scenario = TrialPlans.Echo(duration: TimeSpan.FromSeconds(Seconds), load: load) with
        {
            Workloads = [new Workload { Name = "busy", ServerWork = TimeSpan.FromMilliseconds(5), Connections = 1 }],
        };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        var measured = result.Measurement ?? throw new InvalidOperationException(string.Join("; ", result.Reasons));
        var starts = Starts(plan.Trials[0].Seed);
        Assert.Equal(starts.Count, measured.Outcomes.Completed);
        if (result.Machine is { OtherShare: > MachineStates.BusyOtherShare } or { StolenShare: > MachineStates.BusyStolenShare })
        {
            return;
        }

        // A queue of the lead-in's, which the simulation lacks, is gone after a few tens of arrivals. A few exchanges that the machine held
        // up move the mean of the service times, and not what most arrivals wait: the truth lies between the two predictions.
        var (usual, mean) = (result.ServiceMicroseconds!.P50!.Value / 1e6, result.ServiceMicroseconds.Mean / 1e6);
        Assert.InRange(mean, 0.005, 0.0055);
        var response = HistogramText.Decode(measured.Response!);
        foreach (var quantile in new[] { 0.5, 0.9 })
        {
            var (low, high) = (
                SimulatedQueue.Percentile(starts, Math.Min(usual, mean), quantile),
                SimulatedQueue.Percentile(starts, Math.Max(usual, mean), quantile));
            Assert.InRange(response.ValueAtQuantile(quantile) / 1e9, 0.93 * low, 1.07 * high);
        }
    }

    private static List<double> Starts(ulong seed)
    {
        var schedule = new ArrivalSchedule(ArrivalLaw.Poisson, Rate, seed);
        var starts = new List<double>();
        for (var next = schedule.Next(); next < Seconds * 1e9; next = schedule.Next())
        {
            starts.Add(next / 1e9);
        }

        return starts;
    }
}
