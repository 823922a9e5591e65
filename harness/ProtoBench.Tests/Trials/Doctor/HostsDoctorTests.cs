using System.Text.Json;
using ProtoBench.Tests.Commands;
using ProtoBench.Tests.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Doctor;

/// <summary><c>protobench doctor --hosts</c>, on hosts as they ought to be and on others.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class HostsDoctorTests
{
    [RigFact]
    public async Task Hosts_are_told_with_what_they_are_and_how_they_reach_each_other()
    {
        using var rig = HostRig.Start(without: 3);

        using var doctor = await DoctorAsync(rig, $"h1={rig.Address(1)}:20000-20003,h3");

        Assert.True(doctor.ExitCode == 0, doctor.Output + doctor.Error);
        Assert.All(
            new[]
            {
                "h1 reached", "h1 login", "h1 processors", "h1 frequency", $"{rig.Address(1)}, ports 20000-20003", "h1 build", "h1 clock",
                "h3 build", "with its runtime, because .NET is missing", "h1 from h3", "h3 from h1", "round trip",
                "4 ports from 20000 to 20003 are open by TCP and UDP",
            },
            word => Assert.Contains(word, Joined(doctor.Output), StringComparison.Ordinal));
        Assert.Matches(@"clock +100000\.\d+ s ahead of this machine's, known to within", Joined(doctor.Output));
        Assert.DoesNotContain("protobench-peer", rig.In(1, "ps axww") + rig.In(3, "ps axww"), StringComparison.Ordinal);
    }

    [RigFact]
    public async Task What_is_wrong_with_hosts_is_told_with_how_to_mend_it()
    {
        using var rig = HostRig.Start();

        // Nothing gets from h2 to that port; something else listens at another one; and every shell of h2 begins with a second's work.
        rig.In(2, $"for way in tcp udp; do ip rule add to {rig.Address(1)} ipproto $way dport 20002 prohibit; done");
        rig.In(
            1,
            $"/usr/sbin/sshd -D -h {rig.HostKey} -f /dev/null -o ListenAddress={rig.Address(1)}:20003 -o PidFile=none >/dev/null 2>&1 &");
        rig.In(2, "mount -t tmpfs tmpfs /mnt && echo 'sleep 1' >/mnt/rc && mount --bind /mnt/rc /root/.bashrc");

        using var doctor = await DoctorAsync(rig, $"h1={rig.Address(1)}:20000-20003,h2,nowhere.invalid", "--json");

        Assert.True(doctor.ExitCode == 3, doctor.Output + doctor.Error);
        var findings = JsonDocument.Parse(doctor.Output).RootElement.EnumerateArray().ToDictionary(
            finding => finding.GetProperty("subject").GetString()!);
        var away = findings["nowhere.invalid reached"];
        Assert.Equal("Error", away.GetProperty("severity").GetString());
        Assert.Contains("resolve", away.GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Contains("must work without a question", away.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        var slow = findings["h2 login"];
        Assert.Equal("Warning", slow.GetProperty("severity").GetString());
        Assert.Contains(".bashrc", slow.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        var taken = findings["h1 ports"];
        Assert.Equal("Warning", taken.GetProperty("severity").GetString());
        Assert.Contains("port 20003: ", taken.GetProperty("found").GetString(), StringComparison.Ordinal);
        var blocked = findings["h1 from h2"];
        Assert.Equal("Error", blocked.GetProperty("severity").GetString());
        Assert.Contains(
            $"port 20002 of {rig.Address(1)} cannot be reached by TCP", blocked.GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Contains("ports 20000-20003", blocked.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Equal("Ok", findings["h2 from h1"].GetProperty("severity").GetString());
    }

    private static async Task<ProtobenchProcess> DoctorAsync(HostRig rig, string hosts, params string[] more)
    {
        using var folder = new TemporaryFolder();
        return await ProtobenchProcess.RunAsync(
            folder.Path, rig.Environment, ["doctor", "--hosts", hosts, .. more]);
    }

    private static string Joined(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries));
}
