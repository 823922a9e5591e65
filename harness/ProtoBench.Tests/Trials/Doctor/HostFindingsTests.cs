using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials;
using ProtoBench.Trials.Doctor;
using ProtoBench.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Doctor;

/// <summary>What is said of what was seen of hosts.</summary>
public sealed class HostFindingsTests
{
    private static readonly Host Perf1 = new("perf1", "10.0.0.1", new PortRange(20000, 20003));

    private static readonly PathLook Look = new(120, 100, 300, 30, 0, 1.2e9, 1.1e9, 1500, LargestPasses: true);

    [Fact]
    public void A_slow_login_and_a_limited_key_are_told_apart()
    {
        Assert.Equal(FindingSeverity.Ok, HostFindings.Login("perf1", TimeSpan.FromSeconds(0.2)).Severity);
        var slow = HostFindings.Login("perf1", TimeSpan.FromSeconds(1.5));
        Assert.Equal((FindingSeverity.Warning, "perf1 login"), (slow.Severity, slow.Subject));
        Assert.Contains(".bashrc", slow.Remedy, StringComparison.Ordinal);
        Assert.Contains("does not permit 'true'", HostFindings.Login("perf1", null).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_message_says_of_the_way_out_is_the_remedy()
    {
        var told = HostFindings.Failed("perf1", "reached", new TrialFailedException("it is away; come back later"), "wait");
        var silent = HostFindings.Failed("perf1", "reached", new TrialFailedException("it is away"), "wait");

        Assert.Equal(("it is away", "come back later"), (told.Found, told.Remedy));
        Assert.Equal(("it is away", "wait"), (silent.Found, silent.Remedy));
    }

    [Fact]
    public void A_blocked_port_stops_trials_on_the_servers_host_only_and_one_blocked_for_datagrams_nobody()
    {
        var blocked = new PathSeen(Look, null, [new(20000, null, null), new(20001, "no answer", "no answer")]);
        var onServer = HostFindings.From(Perf1, "perf2", "10.0.0.1", blocked, needed: true);

        Assert.Equal(FindingSeverity.Error, onServer.Severity);
        Assert.Equal("port 20001 of 10.0.0.1 cannot be reached by TCP: no answer", onServer.Found);
        Assert.Contains("ports 20000-20003", onServer.Remedy, StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Warning, HostFindings.From(Perf1, "perf2", "10.0.0.1", blocked, needed: false).Severity);

        var onlyTcp = HostFindings.From(
            Perf1, "perf2", "10.0.0.1", new PathSeen(Look, null, [new(20000, null, "no answer")]), needed: true);

        Assert.Equal(FindingSeverity.Warning, onlyTcp.Severity);
        Assert.Contains("protocols over UDP cannot run", onlyTcp.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "idle processors halt, and waking them is part of every latency", "log in there as root, with /dev/cpu_dma_latency")]
    [InlineData(64, "idle processors halt, and waking them is part of every latency: of machines with more than 8 (64 here)", "keep those")]
    public void A_host_whose_processors_may_halt_is_told_why_and_what_to_do(int processors, string found, string remedy)
    {
        var finding = Assert.Single(HostFindings.Quiet("perf1", Hello(processors, Fingerprint.IdleHalts)));
        Assert.Equal((FindingSeverity.Warning, "perf1 idle"), (finding.Severity, finding.Subject));
        Assert.StartsWith(found, finding.Found, StringComparison.Ordinal);
        Assert.StartsWith(remedy, finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            FindingSeverity.Ok, Assert.Single(HostFindings.Quiet("perf1", Hello(processors, Fingerprint.IdleAwake))).Severity);
    }

    private static Hello Hello(int processors, string idle) => new(ChildMessage.Contract, "hello", 1, "0", ".NET")
    {
        Machine = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split) with { Processors = processors, Idle = idle },
    };

    [Fact]
    public void An_open_path_is_told_in_one_line()
    {
        var open = HostFindings.From(
            Perf1, "perf2", "10.0.0.1", new PathSeen(Look, null, [new(20000, null, null), new(20003, null, null)]), needed: true);

        Assert.Equal(FindingSeverity.Ok, open.Severity);
        Assert.Equal(
            "2 ports from 20000 to 20003 are open by TCP and UDP; round trip 120 µs (100–300 µs), 1.12 GiB/s down, 1.02 GiB/s up, 0 of 30 "
                + "datagrams lost, MTU 1500",
            open.Found);
    }

    [Fact]
    public void Of_a_long_range_a_hundred_ports_are_tried_with_its_first_and_its_last()
    {
        var ports = HostsCheck.PortsOf(new PortRange(20000, 29999));

        Assert.Equal((100, 20000, 29999), (ports.Count, ports[0], ports[^1]));
        Assert.Equal(ports.Order().Distinct(), ports);
        Assert.Equal([20000, 20001], HostsCheck.PortsOf(new PortRange(20000, 20001)));
        Assert.Equal([0], HostsCheck.PortsOf(null));
    }

    [Fact]
    public void A_clock_that_is_known_too_badly_is_a_warning()
    {
        Assert.Equal(FindingSeverity.Ok, HostFindings.Clock("perf1", new ClockMap(-100_000_000_000, 81_000)).Severity);
        Assert.Contains(
            "100.000 s ahead of this machine's, known to within 81.0 µs",
            HostFindings.Clock("perf1", new ClockMap(-100_000_000_000, 81_000)).Found,
            StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Warning, HostFindings.Clock("perf1", new ClockMap(5, 3_000_000)).Severity);
        Assert.Contains("this machine's own", HostFindings.Clock("perf1", ClockMap.Shared).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_host_lacks_is_told_with_its_remedy()
    {
        var found = HostFindings.Machine(
            new Host("perf1"), new HostFacts { Architecture = "x86_64", Processors = "0", Governor = "powersave" }).ToList();

        Assert.Equal(
            ["processors", "frequency", "processes", "address"],
            found.Where(finding => finding.Severity != FindingSeverity.Ok).Select(finding => finding.Subject.Split(' ')[1]));
        Assert.All(found.Where(finding => finding.Severity != FindingSeverity.Ok), finding => Assert.NotEmpty(finding.Remedy!));
    }
}
