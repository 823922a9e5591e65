using ProtoBench.Contract;
using ProtoBench.Load.Workloads.Download;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Plans;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>The setting <c>client</c> in files, plans and judgements; the clients themselves are tested beside the protocols.</summary>
public sealed class ClientSettingTests
{
    private static readonly ClientSetting Setting = new();

    private static readonly Arm Lean = new() { Label = "http1-lean", Protocol = "http1", Client = "lean" };

    private static readonly ConnectionFacts Facts = new() { Protocol = "HTTP/1.1", Client = ".NET HttpClient" };

    [Fact]
    public void The_lean_one_is_part_of_the_label_and_the_idiomatic_one_is_what_there_is_without_a_word() => Assert.Equal(
        [
            Lean,
            new Arm { Label = "http2-tls-lean", Protocol = "http2", Tls = true, Client = "lean" },
            new Arm { Label = "http1", Protocol = "http1" },
        ],
        Read.Scenario(Read.Text(
            """
            title: Which?
            protocols:
              - { protocol: http1, client: lean }
              - { protocol: http2, tls: true, client: lean }
              - { protocol: http1, client: dotnet }
            workloads: { echo: {} }
            """)).Arms);

    [Theory]
    [InlineData("http3", "lean", "http3 has no lean client; remove 'client'; these have it: http1, http2")]
    public void What_it_cannot_be_is_told_with_the_way_out(string protocol, string client, string words)
    {
        var reading = ScenarioFile.Parse(
            $"title: Which?\nprotocols:\n  - protocol: {protocol}\n    client: {client}\nworkloads: {{ echo: {{}} }}\n",
            "s.yaml", ScenarioOverrides.None, Read.Vocabulary);

        var error = Assert.Single(reading.Errors);
        Assert.Equal(4, error.Line);
        Assert.Contains(words, $"{error.Message}; {error.Hint}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_transfer_is_not_for_the_lean_client_and_the_plan_says_why()
    {
        var protocol = new StubProtocol("http1", new ProtocolTraits { SupportsLean = true });

        Assert.Equal(
            "the lean client does exchanges only, and a download is none; use client: dotnet",
            Applicability.WhyNot(
                new DownloadKind(), new Workload { Name = "d", Kind = "download" }, Lean, protocol, "loopback", PlanCase.Closed(1)));
        Assert.Null(
            Applicability.WhyNot(new ExchangeKind(), new Workload { Name = "e" }, Lean, protocol, "loopback", PlanCase.Closed(1)));
    }

    [Fact]
    public void Which_one_asked_is_proved_by_the_connection()
    {
        var told = Facts with { Client = $"{ConnectionFacts.LeanClient} on .NET 10" };

        Assert.Empty(Setting.Objections(Lean, null, told, null));
        Assert.Empty(Setting.Objections(Lean with { Client = null }, null, Facts, null));
        Assert.Equal(["the lean client was asked for, .NET HttpClient was used"], Setting.Objections(Lean, null, Facts, null));
        Assert.Single(Setting.Objections(Lean with { Client = null }, null, told, null));
    }
}
