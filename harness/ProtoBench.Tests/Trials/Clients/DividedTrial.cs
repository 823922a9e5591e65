using ProtoBench.Links.Serving;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>The same workload by one client process and divided among two, each in a trial of its own.</summary>
internal static class DividedTrial
{
    /// <summary>What one process measured, and what two did together.</summary>
    /// <param name="workload">What is driven.</param>
    /// <param name="protocol">Over it.</param>
    /// <param name="inFlight">In flight, of all processes.</param>
    /// <param name="change">Of the scenario; null: nothing.</param>
    /// <param name="link">That both go over, where the scenario has one.</param>
    public static async Task<(TrialResult Alone, TrialResult Divided)> BothAsync(
        Workload workload, string protocol, int inFlight, Func<Scenario, Scenario>? change = null, LinkMessage? link = null)
    {
        var alone = await RunAsync(workload, protocol, inFlight, processes: null, change, link);
        var divided = await RunAsync(workload, protocol, inFlight, processes: 2, change, link);
        Assert.Null(alone.ClientParts);
        Assert.Equal(2, divided.ClientParts!.Count);
        Assert.All(divided.ClientParts, part => Assert.True(part.Outcomes.Completed > 0, $"{part}"));
        Assert.Equal(divided.Measurement!.Outcomes.Total, divided.ClientParts.Sum(part => part.Outcomes.Total));

        Assert.Equal(
            (alone.Measurement!.Figures ?? new Dictionary<string, double>()).Keys.Order(),
            (divided.Measurement.Figures ?? new Dictionary<string, double>()).Keys.Order());
        Assert.Equal(
            (alone.Measurement.Times ?? new Dictionary<string, string>()).Keys.Order(),
            (divided.Measurement.Times ?? new Dictionary<string, string>()).Keys.Order());
        Assert.Null(divided.Measurement.Unmerged);
        return (alone, divided);
    }

    private static async Task<TrialResult> RunAsync(
        Workload workload, string protocol, int inFlight, int? processes, Func<Scenario, Scenario>? change, LinkMessage? link)
    {
        var scenario = TrialPlans.Echo(protocol, load: new LoadPoint { Name = "closed", InFlight = inFlight }) with
        {
            Workloads = [workload],
        };
        scenario = scenario with { Arms = [scenario.Arms[0] with { ClientProcesses = processes }] };
        var plan = TrialPlans.Of(change?.Invoke(scenario) ?? scenario);
        Assert.Null(plan.Cells[0].NotApplicable);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario)) { HeldLink = link }
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Patience.LongLimit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        return result;
    }
}
