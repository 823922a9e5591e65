using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols.Shared.Msquic;
using ProtoBench.Trials.Doctor;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>What choosing a QUIC backend means to doctor and to the two sides of a trial.</summary>
public sealed class BackendTests
{
    private static readonly Arm Http3 = new() { Label = "http3", Protocol = "http3", Tls = true };

    [Fact]
    public void Doctor_names_the_command_that_installs_a_missing_backend() => Assert.Equal(
        new Finding(
            FindingSeverity.Warning,
            "QUIC by msquic",
            "cells with backend: msquic cannot run here",
            "not found; install it with: apt-get install libmsquic"),
        MachineCheck.Backend("msquic", "not found; install it with: apt-get install libmsquic"));

    [Fact]
    public void Doctor_names_each_step_of_a_link_that_fails_with_its_own_remedy()
    {
        var findings = LinkCheck.Findings(
            works: false,
            [
                "ok   network namespace: allowed, as root",
                "no   link over TUN: opening /dev/net/tun: No such file or directory (errno 2)",
                "     help: `modprobe tun`",
                "FAIL link over packet sockets: making veth: Operation not supported (errno 95)",
                "     help: `modprobe veth`",
                "Emulated links do not work here.",
            ],
            "");

        Assert.Equal(
            [
                new(FindingSeverity.Warning, "emulated links", "cannot be built here: link over packet sockets fails", "`modprobe veth`"),
                new(
                    FindingSeverity.Warning,
                    "link over TUN",
                    "opening /dev/net/tun: No such file or directory (errno 2)",
                    "`modprobe tun`"),
                new(
                    FindingSeverity.Warning,
                    "link over packet sockets",
                    "making veth: Operation not supported (errno 95)",
                    "`modprobe veth`"),
            ],
            findings);
        Assert.Equal(
            new Finding(
                FindingSeverity.Warning, "emulated links", "protobench: no emulated link here: unshare: denied", "sysctl user.max=1"),
            Assert.Single(LinkCheck.Findings(
                works: false, [], "protobench: no emulated link here: unshare: denied\n  help: sysctl user.max=1\n")));
    }

    [Fact]
    public void Doctor_looks_at_every_backend()
    {
        var findings =
            MachineCheck.Run(Path.GetTempPath()).Where(finding => finding.Subject.StartsWith("QUIC by ", StringComparison.Ordinal));

        Assert.Equal(
            QuicBackend.All.Select(backend => ($"QUIC by {backend}", QuicBackend.UnsupportedReason(backend))),
            findings.Select(finding => (finding.Subject, finding.Remedy)));
    }

    [Fact]
    public void Both_sides_of_a_trial_get_the_backend_and_no_congestion_control_it_cannot_choose()
    {
        var settings = Settings(Http3 with { Backend = "msquic" });

        Assert.Equal(("msquic", null), (settings.Quic.Backend, settings.CongestionControl));
        Assert.Null(Settings(Http3).Quic.Backend);
        Assert.Equal("bbr", Settings(Http3 with { CongestionControl = "bbr" }).CongestionControl);
    }

    [Fact]
    public void A_side_whose_backend_is_missing_says_so_before_it_starts()
    {
        var arm = Http3 with { Backend = "msquic" };
        if (QuicBackend.UnsupportedReason("msquic") is not { } reason)
        {
            Assert.Equal("http3", ArmEndpoint.ProtocolOf(arm).Name);
            return;
        }

        Assert.Equal(reason, Assert.Throws<PlatformNotSupportedException>(() => ArmEndpoint.ProtocolOf(arm)).Message);
    }

    private static EndpointSettings Settings(Arm arm) =>
        ArmEndpoint.Settings(arm, "127.0.0.1:1", identity: null, TimeSpan.FromSeconds(1), overLink: false);
}
