using ProtoBench.Load.Workloads.Idle;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>What a report says of the memory of held connections. The figures are those of 500 of them over loopback.</summary>
public sealed class HeldConnectionsExplainedTests
{
    private static readonly Func<Measurement, Measurement> Tcp = Held(11_500, (10_148, 736), 12_300, (7_588, 3_195));

    [Fact]
    public void Native_memory_explains_what_tls_takes_of_both_sides()
    {
        var found = Found(("tcp-tls", Held(54_700, (11_570, 67_480), 48_000, (9_850, 61_950))));
        var client = found[IdleFigures.Client.Key];
        Assert.Equal((ExplanationOutcome.Explained, "native memory"), (client.Outcome, Assert.Single(client.Causes)));
        Assert.Equal(
            "65.9 KiB of each connection are in native memory of the client, not all of which was touched; of tcp, 736 B of each "
                + "connection are in native memory of the client. That accounts for all of the 42.2 KiB between them.",
            client.Sentences[0]);
        Assert.Equal("native memory", Assert.Single(found[IdleFigures.Server.Key].Causes));
    }

    [Fact]
    public void Buffers_of_a_managed_library_are_managed_objects()
    {
        var found = Found(("websocket", Held(100_840, (81_170, 3_490), 67_600, (61_150, 450))));
        Assert.Equal("managed objects", Assert.Single(found[IdleFigures.Client.Key].Causes));
        Assert.StartsWith(
            "79.3 KiB of each connection are on the client's managed heap; of tcp, 9.91 KiB of each connection are on the client's managed "
                + "heap. That accounts for 79 % of the ",
            found[IdleFigures.Client.Key].Sentences[0],
            StringComparison.Ordinal);
        Assert.Equal("managed objects", Assert.Single(found[IdleFigures.Server.Key].Causes));
    }

    [Fact]
    public void Memory_of_which_no_side_tells_where_it_is_stays_unexplained()
    {
        var found = Found(("http1", measurement => measurement with
        {
            Figures = new Dictionary<string, double> { [IdleFigures.Client.Key] = 50_000, [IdleFigures.Server.Key] = 50_000 },
        }));
        Assert.Equal("The trials recorded nothing that goes with it.", Assert.Single(found[IdleFigures.Client.Key].Sentences));
        Assert.Empty(found[IdleFigures.Server.Key].Causes);
    }

    [Fact]
    public void How_many_exchanges_there_are_is_asked_for_so_that_their_time_is_asked_about_and_not_their_rate()
    {
        var found = ExplainedRun.Of(
            Workload, "loopback", 4, ("tcp", 100, measurement => measurement), ("http1", 300, measurement => measurement));
        Assert.Contains("p50", found.Select(one => one.Metric.Key));
        Assert.DoesNotContain("throughput", found.Select(one => one.Metric.Key));
    }

    private static Workload Workload => new() { Name = "held", Kind = "idle" };

    private static Dictionary<string, Explanation> Found((string Label, Func<Measurement, Measurement> Record) other) =>
        ExplainedRun.Of(Workload, "loopback", ("tcp", 100, Tcp), (other.Label, 100, other.Record))
            .ToDictionary(one => one.Metric.Key, one => one.Explanations.Single());

    private static Func<Measurement, Measurement> Held(
        double client, (double Managed, double Native) ofClient, double server, (double Managed, double Native) ofServer) =>
        measurement => measurement with
        {
            Figures = new Dictionary<string, double>
            {
                [IdleFigures.Client.Key] = client,
                [IdleFigures.ClientManaged.Key] = ofClient.Managed,
                [IdleFigures.ClientNative.Key] = ofClient.Native,
                [IdleFigures.Server.Key] = server,
                [IdleFigures.ServerManaged.Key] = ofServer.Managed,
                [IdleFigures.ServerNative.Key] = ofServer.Native,
            },
        };
}
