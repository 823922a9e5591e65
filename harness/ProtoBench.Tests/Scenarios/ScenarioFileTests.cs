using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ScenarioFileTests
{
    private const string Everything = """
        name: full
        title: Which protocol?
        description: Why.
        protocols:
          - tcp
          - { protocol: websocket, over: http2, tls: true }
          - { protocol: tcp, io: blocking, no-delay: false, congestion: cubic }
          - { protocol: http2, label: mine }
        workloads:
          echo: { request: 1 kB, response: 1.5 KiB, connections: 2, streams: 3 }
          download: { kind: download, message: 64 KiB, connections: auto, loads: [ { closed: 4 } ] }
        loads:
          - closed: 1
          - { open: 5 k/s, arrivals: poisson, in-flight: 32 }
          - { open: 0.5/s, name: slow }
        links: [wan-40ms, loopback]
        trials: 7
        duration: 250 ms
        warm-up: { min: 0 s, max: 1 min }
        timeout: 1.5 s
        seed: 0
        pinning: none
        runtime: { server-gc: true, concurrent-gc: true, tiered-pgo: false, inline-completions: false }
        """;

    [Fact]
    public void A_file_with_every_key_fills_the_whole_record()
    {
        var scenario = Read.Scenario(Read.Text(Everything));
        Assert.Equal(("full", "Which protocol?", "Why."), (scenario.Name, scenario.Title, scenario.Description));
        Assert.Equal(["wan-40ms", "loopback"], scenario.Links);
        Assert.Equal((7, 0, Pinning.None), (scenario.Trials, scenario.Seed, scenario.Pinning));
        Assert.Equal(TimeSpan.FromMilliseconds(250), scenario.Duration);
        Assert.Equal(TimeSpan.FromMilliseconds(1_500), scenario.Timeout);
        Assert.Equal(new WarmUp { Minimum = TimeSpan.Zero, Maximum = TimeSpan.FromMinutes(1) }, scenario.WarmUp);
        Assert.Equal(new RuntimeSettings { ServerGc = true, ConcurrentGc = true, TieredPgo = false }, scenario.Runtime);
    }

    [Fact]
    public void Arms_get_labels_from_their_settings()
    {
        Assert.Equal(
            [
                new Arm { Label = "tcp", Protocol = "tcp" },
                new Arm { Label = "websocket-http2-tls", Protocol = "websocket", Over = "http2", Tls = true },
                new Arm
                {
                    Label = "tcp-blocking-nagle-cubic",
                    Protocol = "tcp",
                    Io = IoMode.Blocking,
                    NoDelay = false,
                    CongestionControl = "cubic",
                },
                new Arm { Label = "mine", Protocol = "http2" },
            ],
            Read.Scenario(Read.Text(Everything)).Arms);
    }

    [Fact]
    public void Backends_of_one_protocol_are_arms_with_their_own_labels() => Assert.Equal(
        [
            new Arm { Label = "http3", Protocol = "http3", Tls = true },
            new Arm { Label = "http3-msquic", Protocol = "http3", Tls = true, Backend = "msquic" },
            new Arm { Label = "quic-ngtcp2-bbr", Protocol = "quic", Tls = true, Backend = "ngtcp2", CongestionControl = "bbr" },
        ],
        Read.Scenario(Read.Text(
            """
            title: Which?
            protocols: [http3, { protocol: http3, backend: msquic }, { protocol: quic, backend: ngtcp2, congestion: bbr }]
            workloads: { echo: {} }
            """)).Arms);

    [Fact]
    public void Load_points_get_names_from_their_rates()
    {
        Assert.Equal(
            [
                new LoadPoint { Name = "closed-1" },
                new LoadPoint
                {
                    Name = "open-5000-poisson",
                    Loop = LoopKind.Open,
                    Rate = 5_000,
                    Arrivals = ArrivalLaw.Poisson,
                    InFlight = 32,
                },
                new LoadPoint { Name = "slow", Loop = LoopKind.Open, Rate = 0.5, InFlight = 64, InFlightFits = true },
            ],
            Read.Scenario(Read.Text(Everything)).Loads);
        Assert.Equal("open-0.5", Read.Scenario(Read.Lines("loads: [ { open: 0.5/s } ]")).Loads[0].Name);
    }

    [Fact]
    public void Workloads_keep_their_order_and_their_own_loads()
    {
        var workloads = Read.Scenario(Read.Text(Everything)).Workloads;
        Assert.Equal(
            new Workload { Name = "echo", RequestBytes = 1_000, ResponseBytes = 1_536, Connections = 2, Streams = 3 }, workloads[0]);
        Assert.Equal(
            new Workload { Name = "download", Kind = "download", MessageBytes = 65_536 }, workloads[1] with { Loads = null });
        Assert.Equal([new LoadPoint { Name = "closed-4", InFlight = 4 }], workloads[1].Loads!);
    }

    [Fact]
    public void What_a_file_leaves_out_has_the_defaults_of_the_records()
    {
        var scenario = Read.Scenario(Read.Lines(""));
        var defaults = new Scenario
        {
            Name = "case-1",
            Title = "Which?",
            Workloads = scenario.Workloads,
            Arms = scenario.Arms,
            Loads = scenario.Loads,
        };

        // But for the design, the completions of sockets and the sides' code: runs that were stored before there was a word for them were
        // separate, on the thread pool, and compiled while they ran.
        Assert.Equal(TrialDesign.Separate, defaults.Design);
        Assert.False(defaults.Runtime.InlineCompletions);
        var written = new RuntimeSettings { Code = PeerCode.Aot, InlineCompletions = true };
        Assert.Equal(defaults with { Links = scenario.Links, Design = TrialDesign.Auto, Runtime = written }, scenario);
        Assert.Equal(["loopback"], scenario.Links);
        Assert.Equal([new Workload { Name = "echo" }], scenario.Workloads);
        Assert.Equal([new LoadPoint { Name = "closed-1" }], scenario.Loads);
    }

    [Fact]
    public void One_warm_up_duration_is_minimum_and_maximum() => Assert.Equal(
        new WarmUp
        {
            Minimum = TimeSpan.FromSeconds(1),
            Maximum = TimeSpan.FromSeconds(1),
        }, Read.Scenario(Read.Lines("warm-up: 1 s")).WarmUp);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("64", 64)]
    [InlineData("64 B", 64)]
    [InlineData("64B", 64)]
    [InlineData("'64'", 64)]
    [InlineData("1 kB", 1_000)]
    [InlineData("1 KiB", 1_024)]
    [InlineData("2 MB", 2_000_000)]
    [InlineData("16 MiB", 16_777_216)]
    [InlineData("0.5 KiB", 512)]
    public void Sizes_have_decimal_and_binary_units(string written, int bytes) =>
        Assert.Equal(
            bytes,
            Read.Scenario(
                Read.Text($"title: Which?\nprotocols: [tcp]\nworkloads: {{ echo: {{ request: {written} }} }}")).Workloads[0].RequestBytes);

    [Fact]
    public void A_missing_file_is_an_error_that_names_its_neighbour()
    {
        var reading = ScenarioFile.Load(Path.Combine(SourceFolder.Scenarios, "quik.yaml"), ScenarioOverrides.None, Read.Vocabulary);
        var error = Assert.Single(reading.Errors);
        Assert.Equal(("PB1001", "did you mean 'quick.yaml'?"), (error.Code, error.Hint));
    }

    [Fact]
    public void A_folder_is_not_a_scenario() => Assert.Equal(
        "PB1001", Assert.Single(ScenarioFile.Load(SourceFolder.Scenarios, ScenarioOverrides.None, Read.Vocabulary).Errors).Code);

    [Fact]
    public void A_file_that_is_not_utf8_is_an_error() => AssertUnreadable([0x74, 0xFF, 0xFE, 0x3A]);

    [Fact]
    public void A_file_far_too_large_for_a_scenario_is_an_error() => AssertUnreadable(new byte[100_000]);

    private static void AssertUnreadable(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            Assert.Equal("PB1001", Assert.Single(ScenarioFile.Load(path, ScenarioOverrides.None, Read.Vocabulary).Errors).Code);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
