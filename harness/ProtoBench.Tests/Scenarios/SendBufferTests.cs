using ProtoBench.Contract;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>
/// The setting <c>send-buffer</c> in files, plans and judgements; what kernels do with it is tested beside the protocols.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class SendBufferTests
{
    private static readonly SendBufferSetting Setting = new();

    private static readonly Arm Asked = new() { Label = "tcp-sndbuf-64k", Protocol = "tcp", SendBuffer = 65_536 };

    private static readonly ConnectionFacts Facts = new() { Protocol = "TCP", Client = "test" };

    [Fact]
    public void It_is_a_size_and_part_of_the_label() => Assert.Equal(
        [
            Asked,
            new Arm { Label = "udp-sndbuf-1m", Protocol = "udp", SendBuffer = 1 << 20 },
            new Arm { Label = "unix-blocking-sndbuf-10000", Protocol = "unix", Io = IoMode.Blocking, SendBuffer = 10_000 },
            new Arm { Label = "tcp", Protocol = "tcp" },
        ],
        Read.Scenario(Read.Text(
            """
            title: Which?
            protocols:
              - { protocol: tcp, send-buffer: 64 KiB }
              - { protocol: udp, send-buffer: 1 MiB }
              - { protocol: unix, io: blocking, send-buffer: 10 kB }
              - tcp
            workloads: { echo: {} }
            """)).Arms);

    [Theory]
    [InlineData("tcp", "64 KB", "PB1201", "did you mean 64 kB (1,000 B each) or 64 KiB (1,024 B each)?")]
    [InlineData("tcp", "0", "PB1205", "'send-buffer' must be 4 KiB to 16 MiB, not 0")]
    [InlineData("tcp", "4095", "PB1205", "'send-buffer' must be 4 KiB to 16 MiB, not 4095")]
    [InlineData("tcp", "17 MiB", "PB1205", "'send-buffer' must be 4 KiB to 16 MiB, not 17 MiB")]
    [InlineData("http3", "64 KiB", "PB1303", "http3 sends through its QUIC library, which sizes the buffer of its one socket itself")]
    [InlineData("http3", "64 KiB", "PB1303", "these have it: tcp, udp, unix, http1, http2, websocket, grpc")]
    public void What_it_cannot_be_is_told_with_the_way_out(string protocol, string size, string code, string words)
    {
        var reading = ScenarioFile.Parse(
            $"title: Which?\nprotocols:\n  - protocol: {protocol}\n    send-buffer: {size}\nworkloads: {{ echo: {{}} }}\n",
            "s.yaml", ScenarioOverrides.None, Read.Vocabulary);

        var error = Assert.Single(reading.Errors);
        Assert.Equal((code, 4), (error.Code, error.Line));
        Assert.Contains(words, $"{error.Message}; {error.Hint}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_says_why_quic_has_none() => Assert.Equal(
        "p sends through its QUIC library, which sizes the buffer of its one socket itself",
        ArmSettings.Lack(Asked with { Tls = true }, new StubProtocol("p", StubProtocol.Quic)));

    [Theory]
    [InlineData(131_072, null)]
    [InlineData(
        65_536, "a send buffer of 64 KiB was asked for, and the kernel granted 32 KiB: sudo sysctl -w net.core.wmem_max=65536 allows it, or ask for less")]
    [InlineData(2_626_560, "a send buffer of 64 KiB was asked for, and the connection has one of 1,313,280 B")]
    [InlineData(null, "a send buffer of 64 KiB was asked for, and the connection does not tell which it has")]
    public void What_the_kernel_did_not_grant_is_an_objection_with_the_remedy(int? told, string? objection) =>
        Assert.Equal(
            objection, Setting.Objections(Asked, traits: null, Facts with { SendBufferBytes = told }, opened: null).SingleOrDefault());

    [Fact]
    public void Who_asks_for_none_gets_no_objection() =>
        Assert.Empty(Setting.Objections(Asked with { SendBuffer = null }, traits: null, Facts with { SendBufferBytes = 1 }, opened: null));

    [Fact]
    public async Task A_trial_has_it_on_its_sockets_and_an_impossible_one_is_invalid()
    {
        var granted = await RunAsync(16 * 1024);
        Assert.True(granted.Status == TrialStatus.Succeeded, string.Join("; ", granted.Reasons));
        Assert.Equal(32 * 1024, granted.Facts!.SendBufferBytes);

        var limit = int.Parse(File.ReadAllText("/proc/sys/net/core/wmem_max"), System.Globalization.CultureInfo.InvariantCulture);
        if (limit < 16 << 20)
        {
            var refused = await RunAsync(16 << 20);
            Assert.Equal(TrialStatus.Invalid, refused.Status);
            Assert.Contains("net.core.wmem_max=16777216 allows it", Assert.Single(refused.Reasons), StringComparison.Ordinal);
        }
    }

    private static async Task<TrialResult> RunAsync(int bytes)
    {
        var plan = TrialPlans.Of(TrialPlans.Echo("tcp") with { Arms = [Asked with { SendBuffer = bytes }] });
        using var folder = new TemporaryFolder();
        return await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
    }
}
