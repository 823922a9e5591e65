using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Results;

public sealed class FingerprintTests
{
    private static readonly Fingerprint Here = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split);

    [Fact]
    public void A_machine_is_equal_to_itself() =>
        Assert.Empty(FingerprintDifference.Between(Here, FingerprintReader.Read(new RuntimeSettings(), Pinning.Split)));

    [Fact]
    public void Every_difference_is_named_with_both_values()
    {
        var other = Here with
        {
            Kernel = "1.0",
            Sysctls = new Dictionary<string, string>(Here.Sysctls) { ["net.ipv4.tcp_rmem"] = "1 2 3" },
        };

        var different = FingerprintDifference.Between(Here, other);

        Assert.Equal(2, different.Count);
        Assert.Contains($"kernel: {Here.Kernel} → 1.0", different);
        Assert.Contains(
            different,
            text => text.StartsWith("net.ipv4.tcp_rmem:", StringComparison.Ordinal) && text.EndsWith("→ 1 2 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Runtime_settings_are_part_of_it() =>
        Assert.NotEmpty(
            FingerprintDifference.Between(Here, FingerprintReader.Read(new RuntimeSettings { ServerGc = true }, Pinning.Split)));

    [Fact]
    public void What_this_machine_shows_is_read()
    {
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), Here.Kernel);
        Assert.Equal(File.ReadAllText("/proc/sys/net/ipv4/tcp_congestion_control").Trim(), Here.CongestionControl);
        Assert.NotEqual("unknown", Here.CpuModel);
        Assert.DoesNotContain("model name", Here.CpuModel, StringComparison.Ordinal);
        Assert.DoesNotContain("\"", Here.OperatingSystem, StringComparison.Ordinal);
        Assert.True(Here.MemoryBytes > 0);
    }
}
