using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class SlowReaderTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Protocols =>
        new(ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null && protocol.Traits.MessageStreams).Select(
            protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_sender_s_rate_is_the_reader_s(string protocol)
    {
        using var folder = new TemporaryFolder();
        var workload = new Workload { Name = "slow", Kind = "slow-reader", MessageBytes = 8192, ReaderBytesPerSecond = 1 << 20 };
        var scenario = TrialPlans.Echo(protocol) with { Workloads = [workload], Duration = TimeSpan.FromSeconds(1) };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var (measured, traits) = (result.Measurement!, ProtocolCatalog.Find(protocol)!.Traits);
        Assert.InRange(measured.Figures!["slow-reader-share"], 0.95, 1.05);
        Assert.InRange(measured.Figures["slow-reader-held"], 8192, 64 << 20);
        Assert.Equal(traits.OverTcp, measured.Figures.ContainsKey("slow-reader-limited"));
        Assert.Equal(traits.OverTcp || traits.LocalOnly, measured.Figures.ContainsKey("slow-reader-queue"));
        if (traits.OverTcp && !traits.Multiplexed)
        {
            Assert.InRange(measured.Figures["slow-reader-limited"], 0.5, 1);
        }

        Assert.Equal(traits.Multiplexed, measured.Times is not null);
        Assert.True(!traits.Multiplexed || HistogramText.Decode(measured.Times!["slow-reader-beside"]).Count > 20);
    }
}
