using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Frames both ways over every protocol that can carry them, on loopback, where nearly all of them are on time.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class FramesTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, bool> Protocols
    {
        get
        {
            var protocols = new TheoryData<string, bool>();
            foreach (var protocol in ProtocolCatalog.All.Where(
                one => one.UnsupportedReason is null && (one.Traits.MessageStreams || one.Traits.Datagram)))
            {
                protocols.Add(protocol.Name, false);
                protocols.Add(protocol.Name, true);
            }

            return protocols;
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public Task Frames_arrive_from_either_side(string protocol, bool fromClient) => ArriveAsync(protocol, fromClient, datagrams: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frames_arrive_in_datagrams_of_QUIC_from_either_side(bool fromClient)
    {
        if (ProtocolCatalog.Find("quic")!.UnsupportedReason is null)
        {
            await ArriveAsync("quic", fromClient, datagrams: true);
        }
    }

    private static async Task ArriveAsync(string protocol, bool fromClient, bool datagrams)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol, TimeSpan.FromSeconds(1)) with
        {
            Workloads =
            [
                new Workload
                {
                    Name = "frames", Kind = "frames", MessageBytes = 200, FrameRate = 200, FramesFromClient = fromClient,
                    Deadline = TimeSpan.FromSeconds(1),
                },
            ],
        };
        scenario = scenario with { Arms = [scenario.Arms[0] with { Datagrams = datagrams }] };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Limit);

        // What a busy machine makes late is told; the frames are there all the same.
        Assert.True(
            result.Status == TrialStatus.Succeeded || result.Reasons.All(
                reason => reason.StartsWith("the sender itself was late", StringComparison.Ordinal)),
            string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        Assert.InRange(result.Measurement.Outcomes.Total, 196, 204);
        Assert.InRange(figures["frames-lost"], 0, 0.02);
        Assert.InRange(figures["frames-on-time"], 0.9, 1);
        Assert.InRange(figures["frame-age-mean"], 1_000, 500_000);
        Assert.True(result.Measurement.Times!.ContainsKey("frame-delivery"));
        Assert.Equal(datagrams, result.Facts!.More.ContainsKey("quic datagrams"));
    }
}
