namespace ProtoBench.Model.Results;

/// <summary>Names what differs between two fingerprints, because "not comparable" alone helps nobody.</summary>
public static class FingerprintDifference
{
    /// <summary>One sentence part per field, such as <c>kernel: 6.1.0 → 6.18.44</c>; empty when the runs are comparable.</summary>
    public static IReadOnlyList<string> Between(Fingerprint before, Fingerprint after)
    {
        var (old, now) = (Fields(before), Fields(after));
        return [.. old.Keys.Union(now.Keys)
            .Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name}: {old.GetValueOrDefault(name, "absent")} → {now.GetValueOrDefault(name, "absent")}")];
    }

    /// <summary>Every field by the name people know it by, with its value as text.</summary>
    internal static Dictionary<string, string> Fields(Fingerprint fingerprint)
    {
        var fields = new Dictionary<string, string>
        {
            ["tool version"] = fingerprint.ToolVersion,
            ["tool commit"] = fingerprint.ToolCommit ?? "unknown",
            ["operating system"] = fingerprint.OperatingSystem,
            ["kernel"] = fingerprint.Kernel,
            ["cpu model"] = fingerprint.CpuModel,
            ["processors"] = $"{fingerprint.Processors}",
            ["governor"] = fingerprint.Governor,
            ["memory"] = $"{fingerprint.MemoryBytes} B",
            ["runtime"] = fingerprint.Runtime,
            ["runtime settings"] = fingerprint.RuntimeSettings,
            ["idle"] = fingerprint.Idle,
            ["congestion control"] = fingerprint.CongestionControl,
            ["clock source"] = fingerprint.ClockSource,
        };
        foreach (var (name, value) in fingerprint.Sysctls)
        {
            fields[name] = value;
        }

        return fields;
    }
}
