using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.DeadPeer;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>What a scenario says of peers that fall silent, and what comes of it, without anything that moves.</summary>
public sealed class DeadPeerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly KeepAlive ByTransport = new(KeepAliveBy.Transport, 2 * Second, Second, 2);

    private static readonly KeepAlive ByProtocol = ByTransport with { By = KeepAliveBy.Protocol };

    private static readonly ScenarioVocabulary Vocabulary =
        new(StubProtocol.Catalog, ["loopback"]) { Workloads = WorkloadCatalog.All };

    /// <summary>tcp(7): idle + probes × interval. .NET's clients look at their watches once a second at most.</summary>
    [Theory]
    [InlineData("tcp", KeepAliveBy.Transport, 4, 4)]
    [InlineData("http1", KeepAliveBy.Transport, 4, 4)]
    [InlineData("http2", KeepAliveBy.Protocol, 4, 6)]
    [InlineData("grpc", KeepAliveBy.Protocol, 4, 6)]
    [InlineData("websocket", KeepAliveBy.Protocol, 4, 6)]
    [InlineData("quic", KeepAliveBy.Protocol, 4, 4)]
    [InlineData("http3", KeepAliveBy.Protocol, 4, 4)]
    public void Each_mechanism_has_its_terms(string protocol, KeepAliveBy by, double earliest, double latest)
    {
        var terms = ProtocolCatalog.Find(protocol)!.TermsOf(ByTransport with { By = by })!;
        Assert.Equal((earliest, latest), (terms.Earliest.TotalSeconds, terms.Latest.TotalSeconds));
    }

    /// <summary>
    /// tcp(7), TCP_USER_TIMEOUT: it decides in place of the number of probes, and when a probe is due. At least one is sent.
    /// </summary>
    [Theory]
    [InlineData(2, 1, 2, 4_500, 5)]
    [InlineData(2, 1, 2, 3_000, 3)]
    [InlineData(2, 1, 9, 500, 3)]
    [InlineData(1, 5, 1, 6_001, 11)]
    public void A_user_timeout_decides_in_place_of_the_number_of_probes(int after, int every, int probes, int limit, int known)
    {
        var asked = new KeepAlive(KeepAliveBy.Transport, after * Second, every * Second, probes)
        {
            UserTimeout = TimeSpan.FromMilliseconds(limit),
        };
        var terms = KeepAliveTerms.OfTcp(asked);
        Assert.Equal((known, known), (terms.Earliest.TotalSeconds, terms.Latest.TotalSeconds));
        Assert.EndsWith($"until {limit / 1e3} s after what came last (TCP_USER_TIMEOUT)", terms.Mechanism, StringComparison.Ordinal);
    }

    /// <summary>924.6 s for the default of 15: tcp_retries2 in the kernel's ip-sysctl.rst.</summary>
    [Theory]
    [InlineData(15, 924.6)]
    [InlineData(9, 204.6)]
    [InlineData(3, 3)]
    public void What_is_unacknowledged_is_sent_again_for_so_long(int retries, double seconds) =>
        Assert.Equal(seconds, KeepAliveTerms.OfRetransmissions(retries, TimeSpan.Zero).Earliest.TotalSeconds, 1e-9);

    [Fact]
    public void While_something_is_unacknowledged_the_user_timeout_counts_and_keep_alive_does_not()
    {
        var (tcp, http2) = (ProtocolCatalog.Find("tcp")!, ProtocolCatalog.Find("http2")!);
        var sent = new Workload { Name = "w", Kind = "dead-peer", KeepAlive = ByTransport, SentIntoSilence = true };
        var limited = sent with { KeepAlive = ByTransport with { UserTimeout = 3 * Second } };
        var retransmission = TimeSpan.FromMilliseconds(240);
        var terms = DeadPeerTerms.Of(tcp, limited, retransmission)!;
        Assert.Equal((3.24, 3.48), (terms.Earliest.TotalSeconds, terms.Latest.TotalSeconds));
        Assert.True(DeadPeerTerms.Of(tcp, sent, retransmission)!.Earliest > TimeSpan.FromMinutes(2));
        Assert.True(DeadPeerTerms.Of(tcp, sent with { KeepAlive = null }, retransmission)!.Earliest > TimeSpan.FromMinutes(2));
        Assert.Equal(4, DeadPeerTerms.Of(http2, sent with { KeepAlive = ByProtocol }, retransmission)!.Earliest.TotalSeconds);
        Assert.Equal(4, DeadPeerTerms.Of(tcp, sent with { SentIntoSilence = false }, null)!.Earliest.TotalSeconds);
    }

    [Fact]
    public void A_socket_that_does_not_have_the_user_timeout_fails_the_trial()
    {
        var asked = ByTransport with { UserTimeout = 3 * Second };
        Assert.Equal(3 * Second, DeadPeerTerms.UserTimeout(asked, [3 * Second, 3 * Second]));
        Assert.Null(DeadPeerTerms.UserTimeout(null, [null]));
        Assert.Equal(
            "a user timeout of 3 s was asked for, and a socket has the system's",
            Assert.Throws<IOException>(() => DeadPeerTerms.UserTimeout(asked, [3 * Second, null])).Message);
    }

    [Fact]
    public void Long_waits_are_looked_at_four_times() => Assert.Equal(
        (60, 70),
        (KeepAliveTerms.OfPings("ping", new(KeepAliveBy.Protocol, 40 * Second, 10 * Second, 2)).Earliest.TotalSeconds,
            KeepAliveTerms.OfPings("ping", new(KeepAliveBy.Protocol, 40 * Second, 10 * Second, 2)).Latest.TotalSeconds));

    [Theory]
    [InlineData("tcp", KeepAliveBy.Protocol, null, "tcp has no message that asks whether the peer is there; use by: transport")]
    [InlineData("http1", KeepAliveBy.Protocol, null, "http1 has no message that asks whether the peer is there; use by: transport")]
    [InlineData("quic", KeepAliveBy.Transport, null, "quic runs over UDP, whose sockets keep nothing alive; use by: protocol")]
    [InlineData("rudp", KeepAliveBy.Protocol, null, "rudp has no message that asks whether the peer is there; leave 'keep-alive' out")]
    [InlineData("udp", KeepAliveBy.Transport, null, "udp has no connections whose peer could be missed")]
    [InlineData("unix", KeepAliveBy.Transport, null, "unix has no path that could fall silent: the kernel tells when a process ends")]
    [InlineData(
        "http2",
        KeepAliveBy.Protocol,
        ClientSide.Lean,
        "the lean client sends no pings of its own; use by: transport, or client: dotnet")]
    [InlineData("http2", KeepAliveBy.Transport, ClientSide.Lean, null)]
    [InlineData("websocket", KeepAliveBy.Protocol, null, null)]
    public void What_a_protocol_lacks_is_a_reason(string protocol, KeepAliveBy by, string? client, string? reason)
    {
        var workload = new Workload { Name = "w", Kind = "dead-peer", KeepAlive = ByTransport with { By = by } };
        var scenario = PlanCase.Scenario([workload], [PlanCase.Closed(1)], protocol);
        var tls = ProtocolCatalog.Find(protocol)!.Traits.RequiresTls;
        scenario = scenario with { Arms = [scenario.Arms[0] with { Client = client, Tls = tls }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(0, false)]
    public void A_limit_that_came_first_is_no_median(int told, bool known) =>
        Assert.Equal(known, DeadPeerFigures.Of(7e9, told, connections: 4, terms: null, packets: 0).ContainsKey("dead-peer-median"));

    [Fact]
    public void Never_is_an_outcome_with_a_sentence()
    {
        var figures = DeadPeerFigures.Of(7e9, told: 0, connections: 4, terms: null, packets: 0);
        Assert.Equal((0, 0), (figures["dead-peer-told"], figures["dead-peer-idle-packets"]));
        Assert.Equal(
            ["no connection ever learned that its peer had fallen silent: nothing asks, so that a client that only waits does so for ever"],
            DeadPeerFigures.Notes(figures));

        var asked = DeadPeerFigures.Of(4e9, told: 4, connections: 4, KeepAliveTerms.OfTcp(ByTransport), packets: null);
        Assert.Equal((4e6, 4e6), (asked["dead-peer-predicted"], asked["dead-peer-predicted-latest"]));
        Assert.Equal(["every connection learned by itself that its peer had fallen silent"], DeadPeerFigures.Notes(asked));
        Assert.Equal(
            ["no connection learned within its limit that its peer had fallen silent"],
            DeadPeerFigures.Notes(DeadPeerFigures.Of(4e9, 0, 4, KeepAliveTerms.OfTcp(ByTransport), null)));
        Assert.Empty(DeadPeerFigures.Notes(DeadPeerFigures.Of(0, 0, 0, null, null)));
    }

    [Fact]
    public void A_keep_alive_is_read()
    {
        Assert.Null(Only("w: { kind: dead-peer }").KeepAlive);
        Assert.Equal(ByTransport, Only("w: { kind: dead-peer, keep-alive: {} }").KeepAlive);
        var written = Only("w: { kind: dead-peer, idle-for: 5 s, keep-alive: { by: protocol, after: 10 s, every: 5 s, probes: 3 } }");
        Assert.Equal(new KeepAlive(KeepAliveBy.Protocol, 10 * Second, 5 * Second, 3), written.KeepAlive);
        Assert.Equal(
            "connections that idle for 5 s, are used once more, and then hear nothing any more, with a keep-alive by the protocol "
                + "after 10 s, every 5 s, 3 at most",
            WorkloadCatalog.Of("dead-peer").Describe(written));
        var limited = Only("w: { kind: dead-peer, sent-into-silence: true, keep-alive: { user-timeout: 2500 ms } }");
        Assert.True(limited.SentIntoSilence);
        Assert.Equal(ByTransport with { UserTimeout = 2.5 * Second }, limited.KeepAlive);
        Assert.Equal(
            "connections that idle for 2 s, are used once more, and then hear nothing any more, have sent something more, with a "
                + "keep-alive by the transport after 2 s, every 1 s, and a user timeout of 2.5 s",
            WorkloadCatalog.Of("dead-peer").Describe(limited));
        Assert.Equal((25, 15), (written.KeepAlive!.Wait.TotalSeconds, written.KeepAlive.Within.TotalSeconds));
    }

    [Theory]
    [InlineData("{ after: 1500 ms }", "'after' must be whole seconds, which is how the kernel counts them")]
    [InlineData("{ every: 500 ms }", "'every' must be 1 s to 10 min, not 500 ms")]
    [InlineData("{ probes: 21 }", "'probes' must be a whole number from 1 to 20, not 21")]
    [InlineData("{ by: tcp }", "'by' cannot be 'tcp'")]
    [InlineData("{ user-timeout: 50 ms }", "'user-timeout' must be 100 ms to 10 min, not 50 ms")]
    [InlineData("{ user-timeout: 100500 us }", "'user-timeout' must be whole milliseconds, which is how the kernel counts them")]
    [InlineData(
        "{ by: protocol, user-timeout: 1 s }", "'user-timeout' is TCP's own, and the protocol's own questions do not go by it")]
    public void What_is_wrong_is_told_in_a_sentence(string keepAlive, string message) =>
        Assert.Equal(message, Assert.Single(Parse($"w: {{ kind: dead-peer, keep-alive: {keepAlive} }}").Errors).Message);

    private static Workload Only(string workload) => Assert.Single(Read.Scenario(Parse(workload)).Workloads);

    private static ScenarioReading Parse(string workload) => ScenarioFile.Parse(
        $"title: Which?\nprotocols: [tcp]\nworkloads: {{ {workload} }}\n", "case.yaml", new ScenarioOverrides(), Vocabulary);
}

/// <summary>Real connections of every protocol, for which nothing comes any more.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class DeadPeerLoopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(6);

    /// <summary>
    /// All at the same time, because they only wait: after 1 s of silence and 1 s for an answer, that is after 2 s of TCP and QUIC within a
    /// tenth, and by pings up to two looks of a second later. Nothing of a client asks that nobody told to.
    /// </summary>
    [Fact]
    public async Task Every_client_knows_when_its_settings_say()
    {
        var asked = new KeepAlive(KeepAliveBy.Transport, Second, Second, 1);
        var ways = ProtocolCatalog.All
            .Where(protocol => protocol is { UnsupportedReason: null, Traits: { LocalOnly: false, Datagram: false } })
            .SelectMany(protocol => new[] { asked, asked with { By = KeepAliveBy.Protocol } }, (protocol, how) => (protocol, how))
            .Where(way => way.protocol.TermsOf(way.how) is not null)
            .ToList();
        Assert.Equal(10, ways.Count + (ProtocolCatalog.Find("quic")!.UnsupportedReason is null ? 0 : 2));
        var measured = await Task.WhenAll(ways.Select(way => MeasureAsync(way.protocol, way.how)));
        Assert.All(ways.Zip(measured), one =>
        {
            var ((protocol, how), figures) = (one.First, one.Second.Figures!);
            var (name, terms) = ($"{protocol.Name} by {how.By}: ", protocol.TermsOf(how)!);
            Assert.True(
                figures["dead-peer-told"] == 1
                && figures["dead-peer-median"] >= 0.9 * terms.Earliest.TotalMicroseconds
                && figures["dead-peer-median"] <= 1.1 * terms.Latest.TotalMicroseconds,
                name + string.Join(", ", figures) + "; " + one.Second.FirstFailure);
            Assert.Equal(protocol.Traits.OverTcp, figures.ContainsKey("dead-peer-idle-packets"));
            Assert.Equal(2, one.Second.Outcomes.Completed);
        });

        // A probe and its answer each second.
        var tcp = measured[ways.FindIndex(way => way.protocol.Name == "tcp")];
        Assert.InRange(tcp.Figures!["dead-peer-idle-packets"], 50, 250);
    }

    /// <summary>
    /// All at the same time. The numbers of probes alone would have it after 2, 6 and never within the limit.
    /// </summary>
    [Fact]
    public async Task A_user_timeout_ends_a_connection_when_it_says()
    {
        var later = new KeepAlive(KeepAliveBy.Transport, Second, Second, 1) { UserTimeout = 2.5 * Second };
        var sooner = new KeepAlive(KeepAliveBy.Transport, Second, Second, 5) { UserTimeout = 1.5 * Second };
        var (tcp, http1, http2) = (ProtocolCatalog.Find("tcp")!, ProtocolCatalog.Find("http1")!, ProtocolCatalog.Find("http2")!);
        var measured = await Task.WhenAll(
            MeasureAsync(tcp, later),
            MeasureAsync(http2, sooner),
            MeasureAsync(tcp, later, sends: true),
            MeasureAsync(http1, sooner, sends: true));
        Assert.All(measured.Zip([3, 2, 2.5, 1.5]), one =>
        {
            var (figures, least) = (one.First.Figures!, one.Second * 1e6);
            Assert.InRange(figures["dead-peer-predicted"], least, least + 0.3e6);
            Assert.True(
                figures["dead-peer-told"] == 1
                && figures["dead-peer-median"] >= figures["dead-peer-predicted"] - 0.05e6
                && figures["dead-peer-median"] <= figures["dead-peer-predicted-latest"] + 0.3e6,
                string.Join(", ", figures) + "; " + one.First.FirstFailure);
        });
        Assert.All(
            measured[2..],
            one => Assert.StartsWith("of what was sent into the silence: ", one.FirstFailure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_asks_nobody_knows()
    {
        var measured = await MeasureAsync(ProtocolCatalog.Find("tcp")!, asked: null, Second);
        Assert.Equal((0, 0), (measured.Figures!["dead-peer-told"], measured.Figures["dead-peer-idle-packets"]));
        Assert.DoesNotContain("dead-peer-median", measured.Figures);
        Assert.Equal((2, 0), (measured.Outcomes.Completed, measured.Outcomes.Failed));
        Assert.Equal("nothing was told within 1 s of silence", measured.FirstFailure);
    }

    [Fact]
    public async Task A_trial_tells_it_with_what_found_out()
    {
        using var folder = new TemporaryFolder();
        var asked = new KeepAlive(KeepAliveBy.Transport, Second, Second, 9) { UserTimeout = 1.5 * Second };
        var plan = TrialPlans.Of(TrialPlans.Echo("tcp", duration: 2.5 * Second) with
        {
            Workloads = [new Workload { Name = "w", Kind = "dead-peer", KeepAlive = asked, IdleFor = TimeSpan.Zero }],
        });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(LoopRun.Limit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.Equal(
            "TCP keep-alive: after 1 s, each 1 s, until 1.5 s after what came last (TCP_USER_TIMEOUT)",
            result.Facts!.More["keep-alive"]);
        Assert.Equal("1.5 s", result.Facts.More["TCP user timeout"]);
        Assert.InRange(result.Measurement!.Figures!["dead-peer-median"], 1.8e6, 2.4e6);
        Assert.StartsWith(
            "at the next use after the silence: ", result.Measurement.FirstFailure, StringComparison.Ordinal);
        Assert.Contains("every connection learned by itself that its peer had fallen silent", result.Notes);
    }

    private static async Task<Measurement> MeasureAsync(
        IProtocol protocol, KeepAlive? asked, TimeSpan? limit = null, bool sends = false)
    {
        using var identity = protocol.Traits.RequiresTls ? TlsIdentity.Create() : null;
        await using var server = await protocol.ListenAsync(
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Tls = identity }, CancellationToken.None);
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol.Name) with
        {
            Workloads =
            [
                new Workload
                {
                    Name = "w",
                    Kind = "dead-peer",
                    KeepAlive = asked,
                    IdleFor = sends ? TimeSpan.Zero : 1.2 * Second,
                    SentIntoSilence = sends,
                },
            ],
            Loads = [new LoadPoint { Name = "closed-2", InFlight = 2 }],
        });
        var order = new DriveOrder(
            plan.Cells[0],
            EndPointText.Write(server.EndPoint),
            identity?.CertificatePem(),
            new WarmUp(),
            Second,
            limit ?? Limit,
            Seed: 1);
        await using var loop = new DeadPeerLoop(order, CancellationToken.None);
        loop.Start();
        await ((ILoadLoop)loop).WarmUpAsync(order.WarmUp, UnknownCompiler.Instance, CancellationToken.None).WaitAsync(LoopRun.Limit);
        loop.Open(order.Duration);
        await loop.StopAsync(order.Timeout).WaitAsync(LoopRun.Limit);
        return loop.Report(new Measurement
        {
            WindowSeconds = order.Duration.TotalSeconds,
            WindowStartNanoseconds = LoadClock.Now,
            Outcomes = new OutcomeCounts(),
            WarmUp = new WarmUpOutcome(0, true),
        });
    }
}
