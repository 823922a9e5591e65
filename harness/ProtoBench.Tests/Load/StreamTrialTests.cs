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
public sealed class StreamTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Protocols =>
        new(ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null && protocol.Traits.MessageStreams).Select(
            protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Messages_in_turns_are_timed_from_each_to_its_answer(string protocol)
    {
        var measured = await MeasureAsync(protocol, new Workload { Name = "talk", Kind = "stream", RequestBytes = 0 });
        Assert.True(measured.AchievedRate > 100, $"{measured.AchievedRate}/s");
        Assert.Equal(1, Time(measured, "stream-first").Count);

        // In turns the next message follows the answer, so that both take the same time, but for an exchange at each edge of the window
        // that is among the ones and not among the others.
        var (between, response) = (Time(measured, "stream-between"), HistogramText.Decode(measured.Response!));
        Assert.InRange(between.Count, response.Count - 2, response.Count + 2);
        Assert.InRange(between.Mean, 0.97 * response.Mean, 1.5 * response.Mean);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Messages_one_way_are_timed_by_whoever_reads_them(string protocol)
    {
        foreach (var way in new[] { StreamWay.Down, StreamWay.Up })
        {
            var load = new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = 200, InFlight = 1 };
            var measured = await MeasureAsync(protocol, new Workload { Name = "feed", Kind = "stream", Way = way }, load);
            Assert.InRange(measured.OfferedRate!.Value, 194, 206);
            Assert.InRange(measured.AchievedRate!.Value, 190, 206);
            var (response, service) = (HistogramText.Decode(measured.Response!), HistogramText.Decode(measured.Service!));
            Assert.True(service.Minimum > 0 && service.Mean <= response.Mean, $"{way}: {service.Minimum} ns, {response.Mean} ns");
            Assert.InRange(Time(measured, "stream-between").Mean / 1e6, 4.5, 5.5);
        }
    }

    [Fact]
    public async Task A_stream_that_has_carried_its_messages_is_followed_by_another()
    {
        var workload = new Workload { Name = "calls", Kind = "stream", Messages = 5, Connections = 1, Streams = 2 };
        var measured = await MeasureAsync("grpc", workload, new LoadPoint { Name = "closed-2", InFlight = 2 });
        Assert.True(Time(measured, "stream-first").Count > 5);
        Assert.Equal(0, measured.Reopened);
    }

    private static LatencyHistogram Time(Measurement measured, string key) => HistogramText.Decode(measured.Times![key]);

    private static async Task<Measurement> MeasureAsync(string protocol, Workload workload, LoadPoint? load = null)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol, load: load) with { Workloads = [workload] });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
        Assert.True(
            result.Status == TrialStatus.Succeeded, $"{protocol} {workload.Way}: {string.Join("; ", result.Reasons.Concat(result.Notes))}");
        Assert.Null(result.Measurement!.FirstFailure);
        return result.Measurement;
    }
}
