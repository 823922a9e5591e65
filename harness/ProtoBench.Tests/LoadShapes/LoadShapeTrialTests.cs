using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.LoadShapes;

/// <summary>For real: the client offers what the shape says, part by part.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class LoadShapeTrialTests
{
    [Theory]
    [InlineData("steps: [ { rate: 200/s, for: 800 ms }, { rate: 1 k/s, for: 200 ms } ]", new[] { 200.0, 1_000 })]
    [InlineData("burst: { base: 100/s, size: 50, every: 500 ms }", new[] { 100.0, 100, 600, 100, 100, 100, 100, 600, 100, 100 })]
    [InlineData("replay: { file: a.txt, speed: 2 }", new[] { 200.0, 200, 200, 200, 200, 0, 0, 0, 0, 0 })]
    public async Task What_is_offered_is_the_shape(string load, double[] offered)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("a.txt"), Enumerable.Range(0, 100).Select(i => $"{10 * i} ms"));
        File.WriteAllText(
            folder.File("case.yaml"),
            $"title: Which?\nprotocols: [tcp]\nworkloads: {{ echo: {{}} }}\nloads: [ {{ {load} }} ]\ntrials: 1\nduration: 1 s\n"
            + "warm-up: 200 ms\n");
        var scenario = Read.Scenario(ScenarioFile.Load(folder.File("case.yaml"), ScenarioOverrides.None, Read.Vocabulary));
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        var measured = result.Measurement ?? throw new InvalidOperationException(string.Join("; ", result.Reasons));
        Assert.Equal(offered, measured.Parts!.Select(part => Math.Round(part.Offered, 1)));
        Assert.Equal(plan.Cells[0].Load.Rate!.Value, measured.Outcomes.Total, 1.0);
        Assert.Equal(measured.Outcomes.Total, measured.Outcomes.Completed);
        var achieved = measured.Parts!.Sum(part => part.Achieved * (part.To - part.From));
        Assert.InRange(achieved, 0.9 * measured.Outcomes.Total, measured.Outcomes.Total + 0.01);
    }
}
