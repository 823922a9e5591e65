using System.Reflection;
using System.Runtime.InteropServices;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Machine;

/// <summary>
/// Reads the fingerprint of this machine from the files Linux shows it in (proc(5), sysfs(5)). What is not there reads "unknown".
/// </summary>
internal static class FingerprintReader
{
    private const string Unknown = "unknown";

    // Each of these has been seen to change a result: buffers and windows, idle restarts, busy polling, remembered metrics, scheduling.
    private static readonly string[] SysctlNames =
    [
        "kernel.sched_autogroup_enabled",
        "net.core.busy_poll",
        "net.core.default_qdisc",
        "net.core.rmem_max",
        "net.core.somaxconn",
        "net.core.wmem_max",
        "net.ipv4.tcp_allowed_congestion_control",
        "net.ipv4.tcp_no_metrics_save",
        "net.ipv4.tcp_notsent_lowat",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_slow_start_after_idle",
        "net.ipv4.tcp_wmem",
        "net.unix.max_dgram_qlen",
    ];

    public static Fingerprint Read(RuntimeSettings runtime, Pinning pinning, IdleProcessors idle = IdleProcessors.Poll) => new()
    {
        ToolVersion = Version(),
        ToolCommit = Commit(),
        OperatingSystem = Quoted(Line("/etc/os-release", "PRETTY_NAME=")),
        Kernel = Line("/proc/sys/kernel/osrelease"),
        CpuModel = AfterColon(Line("/proc/cpuinfo", "model name")),
        Processors = Environment.ProcessorCount,
        Governor = File.Exists("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
            ? Line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
            : "none",
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Runtime = RuntimeInformation.FrameworkDescription,
        RuntimeSettings = $"server-gc={Lower(runtime.ServerGc)} concurrent-gc={Lower(runtime.ConcurrentGc)} "
            + (runtime.Code == PeerCode.Aot ? "code=aot " : $"code=jit tiered-pgo={Lower(runtime.TieredPgo)} tiering-delay=1ms ")
            + $"inline-completions={Lower(runtime.InlineCompletions)} pinning={Lower(pinning)}",
        Idle = IsAwake(idle) ? Fingerprint.IdleAwake : Fingerprint.IdleHalts,
        CongestionControl = Line("/proc/sys/net/ipv4/tcp_congestion_control"),
        ClockSource = Line("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
        Sysctls = SysctlNames.ToDictionary(name => name, name => Line("/proc/sys/" + name.Replace('.', '/'))),
    };

    /// <summary>What one side of a trial tells of itself: four short reads, because it is about to be measured.</summary>
    public static PeerFingerprint OfPeer() => new(
        Line("/proc/sys/kernel/osrelease"),
        AfterColon(Line("/proc/cpuinfo", "model name")),
        RuntimeInformation.FrameworkDescription,
        Line("/sys/devices/system/clocksource/clocksource0/current_clocksource"));

    /// <summary>The tool's version without its build metadata.</summary>
    public static string Version() => InformationalVersion().Split('+')[0];

    /// <summary>
    /// What the tool was built from; null when its build knew no commit. The SDK appends it as build metadata: 0.1.0+abcdef…
    /// </summary>
    public static string? Commit() => InformationalVersion().Split('+') is [_, var commit] ? commit : null;

    private static bool IsAwake(IdleProcessors idle)
    {
        using var polling = PollingProcessors.TryHold(idle);
        return polling is not null;
    }

    private static string InformationalVersion() =>
        typeof(FingerprintReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static string Line(string path, string start = "")
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } line
                ? string.Join(' ', line[(start.EndsWith('=') ? start.Length : 0)..].Split('\t', StringSplitOptions.TrimEntries))
                : Unknown;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    private static string AfterColon(string line) =>
        line.Contains(':', StringComparison.Ordinal) ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() : line;

    private static string Quoted(string value) => value.Trim('"');

    private static string Lower(object value) => value.ToString()!.ToLowerInvariant();
}
