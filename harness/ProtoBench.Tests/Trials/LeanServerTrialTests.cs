using ProtoBench.Contract;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>A whole trial before a lean server, which says that it was one.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class LeanServerTrialTests
{
    [Theory]
    [InlineData("udp", null)]
    [InlineData("http1", "lean")]
    public async Task A_trial_says_which_server_answered(string protocol, string? client)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol, TimeSpan.FromMilliseconds(300), new LoadPoint { Name = "closed-4", InFlight = 4 }) with
        {
            Arms = [new Arm { Label = "lean", Protocol = protocol, Client = client, ServeWith = ServerMake.Lean }],
        };
        var plan = TrialPlans.Of(scenario);

        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        Assert.StartsWith(ConnectionFacts.LeanServer, result.Facts!.More["server software"], StringComparison.Ordinal);
        Assert.InRange(result.Measurement!.AchievedRate!.Value, 500, double.MaxValue);
    }
}
