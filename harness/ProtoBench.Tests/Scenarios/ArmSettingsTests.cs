using System.Text.Json.Nodes;
using ProtoBench.Contract;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Protocols;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>The table of settings, and that nothing of an arm stands outside it.</summary>
public sealed class ArmSettingsTests
{
    [Fact]
    public void The_readme_has_the_table_of_settings()
    {
        var rows = ArmSettings.All.Select(setting =>
            $"| `{setting.Key.Name}` | {setting.Key.Meaning} | {Protocols(setting)} | {setting.Fact.Name} |");
        Golden.Table(
            Path.Combine(SourceFolder.Scenarios, "README.md"),
            "| setting | meaning | protocols | the fact in the report that proves it |",
            rows.Prepend("|---|---|---|---|"));
    }

    [Fact]
    public void Every_property_of_an_arm_but_its_names_is_read_by_one_setting()
    {
        var properties = typeof(Arm).GetProperties().Select(property => property.Name)
            .Except([nameof(Arm.Label), nameof(Arm.Protocol), nameof(Arm.Server)]);
        Assert.Equal(properties.Count(), ArmSettings.All.Count);
        Assert.Equal(ArmSettings.All.Count, ArmSettings.All.Select(setting => setting.Key.Name).Distinct().Count());
    }

    [Fact]
    public void Stored_runs_have_the_properties_of_an_arm_in_the_same_order_as_ever()
    {
        var arm = new Arm { Label = "l", Protocol = "p", Over = "http2", Backend = "msquic", CongestionControl = "reno" };
        var header = System.Text.Json.JsonSerializer.Serialize(arm, ResultJson.Default.Arm);
        Assert.Equal(
            ["label", "protocol", "tls", "over", "backend", "noDelay", "congestionControl", "session", "io"],
            JsonNode.Parse(header)!.AsObject().Select(property => property.Key).Take(9));
    }

    [Fact]
    public void Facts_keep_the_order_of_the_columns_that_scripts_count() => Assert.Equal(
        [
            "negotiated_protocol",
            "client_software",
            "tls",
            "cipher_suite",
            "alpn",
            "congestion_control",
            "no_delay",
            "send_buffer_bytes",
            "receive_buffer_bytes",
        ],
        ArmSettings.Facts.Select(fact => fact.Column).OfType<string>().Take(9));

    [Fact]
    public void Labels_keep_the_order_that_cell_ids_of_stored_runs_have()
    {
        var arm = new Arm
        {
            Label = "",
            Protocol = "p",
            Tls = true,
            Over = "http2",
            Backend = "msquic",
            NoDelay = false,
            CongestionControl = "reno",
            Session = SessionUse.Early,
            Io = IoMode.Blocking,
        };
        Assert.Equal("p-http2-msquic-tls-blocking-nagle-reno-early", ArmSettings.DefaultLabel(arm, new ProtocolTraits()));
    }

    [Fact]
    public void Both_sides_get_every_setting()
    {
        var arm = new Arm
        {
            Label = "",
            Protocol = "p",
            Over = "http2",
            Backend = "ngtcp2",
            NoDelay = false,
            CongestionControl = "reno",
            Session = SessionUse.Early,
            Io = IoMode.Blocking,
        };
        var settings = Applied(arm);
        Assert.Equal(
            ("http2", "ngtcp2", false, "reno", true, IoMode.Blocking),
            (settings.Over, settings.Quic.Backend, settings.NoDelay, settings.CongestionControl, settings.Quic.EarlySending, settings.Io));
        Assert.NotNull(settings.Quic.Sessions);
        Assert.Null(Applied(arm with { Session = SessionUse.Full }).Quic.Sessions);
    }

    [Theory]
    [InlineData(true, "cubic")]
    [InlineData(false, null)]
    public void Without_a_word_congestion_control_is_cubic_where_the_kernel_allows_it(bool allowed, string? expected) =>
        Assert.Equal(expected, Applied(new Arm { Label = "", Protocol = "p" }, allowed).CongestionControl);

    private static EndpointSettings Applied(Arm arm, bool allowed = true) => ArmSettings.Apply(
        new EndpointSettings { EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1) },
        new ArmUse(arm, new ProtocolTraits(), _ => allowed));

    private static string Protocols(ArmSetting setting) =>
        string.Join(", ", ProtocolCatalog.All.Where(protocol => setting.AppliesTo(protocol.Traits)).Select(protocol => protocol.Name));
}
