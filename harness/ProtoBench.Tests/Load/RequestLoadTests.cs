using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>What becomes of the user's requests on their way through the loops.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RequestLoadTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly Workload Two = new()
    {
        Name = "two",
        Requests = [new RequestSpec { Name = "often", Path = "/often", Weight = 3 }, new RequestSpec { Name = "seldom", Path = "/seldom" }],
    };

    private static readonly Workload One = new() { Name = "one", Requests = [new RequestSpec { Name = "request" }] };

    [Fact]
    public async Task Statuses_requests_bodies_and_phases_are_recorded_each()
    {
        var protocol = new FakeRequestProtocol(async (_, request, token) =>
        {
            var sent = Stopwatch.GetTimestamp();
            await Task.Delay(1, token);
            return request.Name == "often" ? new Reply(200, 10, sent, Stopwatch.GetTimestamp()) : new Reply(204, 0, sent, sent);
        });

        var measurement = await RunAsync(protocol, Two, inFlight: 4, enough: completed => completed >= 100);

        var answers = measurement.Answers!;
        var (often, seldom) = (answers.Requests[0], answers.Requests[1]);
        Assert.Equal(("often", "seldom"), (often.Name, seldom.Name));
        Assert.Equal(measurement.Outcomes.Completed, often.Completed + seldom.Completed);
        Assert.InRange(often.Completed / (double)seldom.Completed, 1.5, 6);
        Assert.Equal((0, 0), (often.Failed, seldom.Failed));
        Assert.Equal(10 * often.Completed, often.BodyBytes);
        Assert.Equal([(200, often.Completed), (204, seldom.Completed)], answers.Statuses.Select(one => (one.Status, one.Count)));
        Assert.Equal(often.Completed, HistogramText.Decode(often.Response!).Count);
        Assert.Equal(measurement.Outcomes.Completed, HistogramText.Decode(answers.FirstByte!).Count);
        Assert.True(HistogramText.Decode(answers.FirstByte!).Maximum >= 1_000_000, "the wait lies between sending and the first byte");
    }

    [Fact]
    public async Task An_unexpected_status_is_a_bad_response_that_is_counted_quoted_and_leaves_the_connection_alone()
    {
        var protocol = new FakeRequestProtocol((_, request, _) => request.Name == "seldom"
            ? ValueTask.FromException<Reply>(new UnexpectedStatusException("status 404 to GET /seldom") { Status = 404 })
            : ValueTask.FromResult(new Reply(200, 1)));

        var measurement = await RunAsync(protocol, Two, inFlight: 1, enough: completed => completed >= 50);

        Assert.Equal(1, protocol.Connections);
        Assert.Equal("status 404 to GET /seldom", measurement.Failures!.BadResponse);
        Assert.Equal(measurement.Outcomes.BadResponse, measurement.Answers!.Statuses.Single(one => one.Status == 404).Count);
        Assert.Equal(measurement.Outcomes.BadResponse, measurement.Answers.Requests[1].Failed);
        Assert.Null(measurement.Answers.FirstByte);
    }

    [Fact]
    public async Task A_connection_that_had_ended_without_a_word_is_opened_again_once_and_counted_by_kind()
    {
        var asked = 0;
        var protocol = new FakeRequestProtocol((connection, _, _) => Interlocked.Increment(ref asked) % 10 == 0 && connection % 2 == 1
            ? ValueTask.FromException<Reply>(new ConnectionEndedException("closed without announcing it"))
            : ValueTask.FromResult(new Reply(200, 1)));

        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var measurement = await RunAsync(connections, One, 1, completed => completed >= 50);

        Assert.Equal(0, measurement.Outcomes.Failed);
        Assert.Null(connections.Announced);
        var ending = Assert.Single(connections.Endings!);
        Assert.Equal(("closed without a word", false), (ending.How, ending.Announced));
        Assert.Equal((1, 1), (ending.Count, ending.Repeated));
        Assert.Equal(2, connections.Openings!.Count);
        Assert.Equal(2, HistogramText.Decode(connections.Openings.Tls!).Count);
    }

    [Fact]
    public async Task A_name_is_resolved_for_every_connection_and_that_time_is_a_phase_of_its_own()
    {
        var protocol = new FakeRequestProtocol((_, _, _) => ValueTask.FromResult(new Reply(200, 1)));
        await using var connections =
            await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None, "localhost");

        await RunAsync(connections, One with { Reuse = 5 }, 1, completed => completed >= 20);

        var openings = connections.Openings!;
        Assert.Equal(protocol.Connections, openings.Count);
        Assert.Equal(openings.Count, HistogramText.Decode(openings.Dns!).Count);
        Assert.All(protocol.EndPoints, where => Assert.Equal(System.Net.IPAddress.Loopback, ((System.Net.IPEndPoint)where).Address));
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_connection_that_cannot_be_opened()
    {
        var protocol = new FakeRequestProtocol((_, _, _) => ValueTask.FromResult(new Reply(200, 1)));

        var error = await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(
            () => ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None, "no-such-host.invalid"));

        Assert.True(ExchangeFailure.IsConnectionLost(error));
    }

    [Fact]
    public async Task A_server_that_ends_every_connection_before_the_request_fails_it()
    {
        var protocol = new FakeRequestProtocol(
            (_, _, _) => ValueTask.FromException<Reply>(new ConnectionEndedException("closed without announcing it")));

        var measurement = await RunAsync(protocol, One, inFlight: 1, enough: _ => protocol.Connections > 3);

        Assert.Equal(0, measurement.Outcomes.Completed);
        Assert.True(measurement.Outcomes.ConnectionLost > 0);
        Assert.Contains("without announcing it", measurement.Failures!.ConnectionLost, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Connections_are_used_as_often_as_asked_and_opening_them_is_counted_in(int reuse)
    {
        var uses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var protocol = new FakeRequestProtocol((connection, _, _) =>
        {
            uses.AddOrUpdate(connection, 1, (_, times) => times + 1);
            return ValueTask.FromResult(new Reply(200, 1));
        });
        await using (var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None))
        {
            var measurement = await RunAsync(connections, One with { Reuse = reuse }, 2, completed => completed >= 100);

            // The connection of the set is used by nobody, and the last of each lane is not used up.
            Assert.All(uses.Values.Order().Skip(2), times => Assert.Equal(reuse, times));
            var expected = measurement.Outcomes.Completed / reuse;
            Assert.InRange(measurement.Opened!.Count, expected - 2, expected + 2);
            Assert.Null(connections.Endings);
        }

        Assert.Equal(protocol.Connections, protocol.Disposed);
    }

    [Fact]
    public async Task Think_time_lies_between_exchanges_and_in_no_response_time()
    {
        var think = TimeSpan.FromMilliseconds(20);
        var protocol = new FakeRequestProtocol((_, _, _) => ValueTask.FromResult(new Reply(200, 1)));
        var start = Stopwatch.GetTimestamp();

        var measurement = await RunAsync(protocol, One with { Think = think }, inFlight: 1, enough: completed => completed >= 10);

        Assert.True(Stopwatch.GetElapsedTime(start) >= 9 * think / 2, "ten exchanges have nine thoughts between them");
        Assert.True(HistogramText.Decode(measurement.Response!).ValueAtQuantile(0.5) < think.TotalNanoseconds / 2);
    }

    [Fact]
    public async Task A_thought_does_not_hold_up_the_end()
    {
        var protocol = new FakeRequestProtocol((_, _, _) => ValueTask.FromResult(new Reply(200, 1)));
        var start = Stopwatch.GetTimestamp();

        _ = await RunAsync(protocol, One with { Think = TimeSpan.FromSeconds(60) }, inFlight: 1, enough: completed => completed >= 1);

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
    }

    private static async Task<Measurement> RunAsync(IProtocol protocol, Workload workload, int inFlight, Func<long, bool> enough)
    {
        var settings = new EndpointSettings { EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1) };
        await using var connections = await ConnectionSet.ConnectAsync(protocol, settings, 1, CancellationToken.None);
        return await RunAsync(connections, workload, inFlight, enough);
    }

    private static Task<Measurement> RunAsync(ConnectionSet connections, Workload workload, int inFlight, Func<long, bool> enough)
    {
        var lanes = new LaneSet(
            connections, inFlight, workload, openLoop: false, CancellationToken.None, RequestMix.Of(workload, site: null, seed: 1));
        return LoopRun.UntilAsync(new ClosedLoop(lanes, Timeout), () => enough(lanes.CompletedInWindow), Timeout);
    }
}
