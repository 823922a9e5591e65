using ProtoBench.Contract;
using ProtoBench.Load.Workloads.Download;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Load.Workloads.Stream;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Plans;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>The setting <c>serve-with</c> in files, plans and judgements; the servers themselves are tested beside the protocols.</summary>
public sealed class ServeWithSettingTests
{
    private static readonly ServeWithSetting Setting = new();

    private static readonly Arm Lean = new() { Label = "http1-lean-server", Protocol = "http1", ServeWith = ServerMake.Lean };

    private static readonly ConnectionFacts Facts = new() { Protocol = "HTTP/1.1", Client = ".NET HttpClient" };

    [Fact]
    public void The_lean_one_is_part_of_the_label_and_the_idiomatic_one_is_what_there_is_without_a_word() => Assert.Equal(
        [
            Lean,
            new Arm { Label = "tcp-blocking-lean-server", Protocol = "tcp", Io = IoMode.Blocking, ServeWith = ServerMake.Lean },
            new Arm { Label = "http1", Protocol = "http1" },
        ],
        Read.Scenario(Read.Text(
            """
            title: Which?
            protocols:
              - { protocol: http1, serve-with: lean }
              - { protocol: tcp, io: blocking, serve-with: lean }
              - { protocol: http1, serve-with: dotnet }
            workloads: { echo: {} }
            """)).Arms);

    [Theory]
    [InlineData("http2", "", "http2 has no lean server; remove 'serve-with'; these have it: tcp, udp, unix, http1")]
    [InlineData("tcp", "\n    tls: true", "the lean server has no TLS; remove 'tls', or use serve-with: dotnet")]
    public void What_it_cannot_be_is_told_with_the_way_out(string protocol, string more, string words)
    {
        var reading = ScenarioFile.Parse(
            $"title: Which?\nprotocols:\n  - protocol: {protocol}\n    serve-with: lean{more}\nworkloads: {{ echo: {{}} }}\n",
            "s.yaml", ScenarioOverrides.None, Read.Vocabulary);

        var error = Assert.Single(reading.Errors);
        Assert.Equal(4, error.Line);
        Assert.Contains(words, $"{error.Message}; {error.Hint}", StringComparison.Ordinal);
    }

    [Fact]
    public void It_answers_exchanges_of_bytes_in_plain_text_and_the_plan_says_why_it_does_not_answer_others()
    {
        Assert.Null(WhyNot(new ExchangeKind(), Lean));
        Assert.Equal("the lean server answers exchanges only, and a download is none; use serve-with: dotnet",
            WhyNot(new DownloadKind(), Lean));
        Assert.StartsWith("the lean server answers exchanges only", WhyNot(new StreamKind(), Lean), StringComparison.Ordinal);
        Assert.StartsWith("the lean server has no TLS", WhyNot(new ExchangeKind(), Lean with { Tls = true }), StringComparison.Ordinal);
        Assert.StartsWith(
            "the lean server answers exchanges of bytes only", WhyNot(new ExchangeKind(), Lean with { Codec = Codec.Json }),
            StringComparison.Ordinal);
        Assert.Equal(
            "serve-with says what our own server is made of, and 'nginx' answers; remove 'serve-with'",
            WhyNot(new ExchangeKind(), Lean with { Server = "nginx" }));
    }

    [Fact]
    public void Which_one_answered_is_proved_by_what_the_server_said()
    {
        var told = With($"{ConnectionFacts.LeanServer} on .NET 10");

        Assert.Empty(Setting.Objections(Lean, null, told, null));
        Assert.Empty(Setting.Objections(Lean with { ServeWith = ServerMake.Dotnet }, null, Facts, null));
        Assert.Empty(Setting.Objections(Lean with { ServeWith = ServerMake.Dotnet }, null, With("Kestrel 10"), null));
        Assert.Equal(["the lean server was asked for, Kestrel 10 was used"], Setting.Objections(Lean, null, With("Kestrel 10"), null));
        Assert.Equal(
            ["the lean server was asked for, one that does not tell what it is was used"], Setting.Objections(Lean, null, Facts, null));
        Assert.Single(Setting.Objections(Lean with { ServeWith = ServerMake.Dotnet }, null, told, null));
    }

    private static string? WhyNot(IWorkloadKind kind, Arm arm) => Applicability.WhyNot(
        kind,
        new Workload { Name = "w", Kind = kind.Name },
        arm,
        new StubProtocol("http1", new ProtocolTraits { ServesLean = true, SupportsTls = true, Codecs = true, MessageStreams = true }),
        "loopback",
        PlanCase.Closed(1));

    private static ConnectionFacts With(string software) =>
        Facts with { More = new Dictionary<string, string> { ["server software"] = software } };
}
