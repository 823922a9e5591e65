using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Protocols;
using ProtoBench.Tests.Load;
using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary>The user's requests to stock nginx, which ends connections when it likes: a fact, and no failure.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class NginxRequestTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly Workload Web = new()
    {
        Name = "web",
        Requests =
        [
            new RequestSpec { Name = "page", Path = "/page", Weight = 3, GeneratedHeaders = 10 },
            new RequestSpec { Name = "old", Path = "/old", Expect = new(301, 301) },
            new RequestSpec { Name = "post", Path = "/page", Body = "a=1", Expect = new(200, 200) },
        ],
    };

    [NginxTheory]
    [InlineData("http1", false, 1, "Connection: close")]
    [InlineData("http1", true, 1, "Connection: close")]
    [InlineData("http2", false, 1, "GOAWAY")]
    [InlineData("http2", false, 8, "GOAWAY")]
    [InlineData("http2", true, 8, "GOAWAY")]
    public async Task Its_limit_of_requests_fails_nothing_and_is_counted(string protocol, bool tls, int inFlight, string how)
    {
        await using var nginx = await RunningNginx.StartAsync(protocol == "http2", tls, "keepalive_requests 20;");
        await using var connections = await ConnectAsync(protocol, nginx);

        var measurement = await RunAsync(connections, Web, inFlight, lanes => lanes.CompletedInWindow >= 500);

        Assert.True(measurement.Outcomes.Failed == 0, measurement.FirstFailure);
        Assert.Equal([200, 301], measurement.Answers!.Statuses.Select(one => one.Status));
        Assert.Equal(300 * measurement.Answers.Requests[0].Completed, measurement.Answers.Requests[0].BodyBytes);
        var ending = Assert.Single(connections.Endings!, one => one.Announced);
        Assert.Equal(how, ending.How);
        Assert.InRange(ending.Count, 500 / 20 / 2, int.MaxValue);
        Assert.Equal(tls, connections.Openings!.Tls is not null);
        Assert.Equal(0, connections.Reopened);
    }

    [NginxFact]
    public async Task Its_idle_limit_closes_without_a_word_and_the_next_request_goes_out_again()
    {
        await using var nginx = await RunningNginx.StartAsync(http2: false, tls: false, "keepalive_timeout 1s;");
        await using var connections = await ConnectAsync("http1", nginx);

        var measurement = await RunAsync(
            connections, Web with { Think = TimeSpan.FromSeconds(2) }, 1, lanes => connections.Endings is not null && lanes.Completed > 1);

        Assert.True(measurement.Outcomes.Failed == 0, measurement.FirstFailure);
        var ending = Assert.Single(connections.Endings!);
        Assert.Equal(("closed without a word", false), (ending.How, ending.Announced));
        Assert.Equal(ending.Count, ending.Repeated);
        Assert.Null(connections.Announced);
    }

    [NginxTheory]
    [InlineData("http1", 1)]
    [InlineData("http2", 4)]
    public async Task Ten_exchanges_on_each_connection_are_ten_also_where_the_server_would_take_more(string protocol, int inFlight)
    {
        await using var nginx = await RunningNginx.StartAsync(protocol == "http2", tls: false);
        await using var connections = await ConnectAsync(protocol, nginx);

        var measurement = await RunAsync(connections, Web with { Reuse = 10 }, inFlight, lanes => lanes.CompletedInWindow >= 200);

        Assert.True(measurement.Outcomes.Failed == 0, measurement.FirstFailure);
        Assert.InRange(
            measurement.Opened!.Count, (measurement.Outcomes.Completed / 10) - inFlight, (measurement.Outcomes.Completed / 10) + inFlight);
        Assert.Null(connections.Endings);
    }

    [NginxFact]
    public async Task What_it_refuses_is_quoted_and_costs_no_connection()
    {
        await using var nginx = await RunningNginx.StartAsync(http2: false, tls: false);
        await using var connections = await ConnectAsync("http1", nginx);
        var workload = Web with { Requests = [new RequestSpec { Name = "gone", Path = "/old" }] };

        var measurement = await RunAsync(connections, workload, 1, lanes => connections.Openings!.Count > 1 || lanes.Failures is not null);

        Assert.Equal(0, measurement.Outcomes.Completed);
        Assert.StartsWith(
            $"status 301 (Location: http://localhost:{nginx.EndPoint.Port}/page; redirects are not followed) to GET /old; 200 to 299 is wanted; "
                + "the server says: <html>",
            measurement.Failures!.BadResponse,
            StringComparison.Ordinal);
        Assert.Equal(measurement.Outcomes.BadResponse, Assert.Single(measurement.Answers!.Statuses).Count);
        Assert.Equal(1, connections.Openings!.Count);
    }

    private static async Task<ConnectionSet> ConnectAsync(string protocol, RunningNginx nginx) =>
        await ConnectionSet.ConnectAsync(ProtocolCatalog.Find(protocol)!, nginx.Settings, 1, CancellationToken.None);

    private static Task<Measurement> RunAsync(ConnectionSet connections, Workload workload, int inFlight, Func<LaneSet, bool> enough)
    {
        var lanes = new LaneSet(
            connections, inFlight, workload, openLoop: false, CancellationToken.None, RequestMix.Of(workload, site: null, seed: 1));
        return LoopRun.UntilAsync(new ClosedLoop(lanes, Timeout), () => enough(lanes), Timeout);
    }
}
