using ProtoBench.Contract;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Typed messages from the scenario to the facts of a stored trial.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class CodecTrialTests
{
    [Theory]
    [InlineData("http1", Codec.Json)]
    [InlineData("grpc", Codec.Protobuf)]
    public async Task A_trial_tells_what_its_messages_became(string protocol, Codec codec)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(
            protocol, TimeSpan.FromMilliseconds(500), new LoadPoint { Name = "closed-1", InFlight = 1 }) with
        {
            Workloads = [new Workload { Name = "orders", RequestBytes = 400, ResponseBytes = 4_000 }],
            Arms = [new Arm { Label = "coded", Protocol = protocol, Codec = codec }],
        };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        Assert.True(result.Measurement!.Outcomes.Completed > 100);
        var facts = result.Facts!.More;
        Assert.StartsWith(codec.ToString(), facts[CodecFactNames.Codec], StringComparison.OrdinalIgnoreCase);

        // Ten lines, then a hundred: see OrderTests for the first in Protobuf.
        var (request, response) = (Number(CodecFactNames.RequestBytes), Number(CodecFactNames.ResponseBytes));
        if (codec == Codec.Protobuf)
        {
            Assert.InRange(request, 418, 424);
            Assert.InRange(response, 4_000, 4_400);
        }
        else
        {
            Assert.InRange(request, 600, 900);
            Assert.InRange(response, 6_000, 8_500);
        }

        int Number(string fact) => int.Parse(facts[fact], System.Globalization.CultureInfo.InvariantCulture);
    }
}
