using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine;

/// <summary>What this process has used so far and what it runs under, read from the runtime and /proc/self.</summary>
internal static class ProcessProbe
{
    /// <summary>How often an idle thread of the pool looks for work before it sleeps; by default 70 times on x64.</summary>
    public const string PoolSpin = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    /// <summary>Milliseconds, in hexadecimal, without new methods until the runtime counts calls to optimise.</summary>
    public const string TieringDelay = "DOTNET_TC_CallCountingDelayMs";

    /// <summary>The runtime's own <see cref="TieringDelay"/>: 100 ms.</summary>
    public const string UsualTieringDelay = "64";

    /// <summary>1: the pool adds no threads by trial (hill climbing), only where work waits for one.</summary>
    public const string PoolClimbing = "DOTNET_HillClimbing_Disable";

    /// <summary>1: what waits for a socket goes on, on the thread that epoll tells of it, instead of a thread of the pool.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Running totals now. Costs about 10 µs, so it is taken at window edges and by the sampler, never per exchange.</summary>
    public static ProcessSample Take(
        long receivedBytes = 0,
        long receivedMessages = 0,
        long exchanges = 0,
        (long Packets, TcpSentAgain? Tcp) sentAgain = default) => new(
        LoadClock.Now,
        Environment.CpuUsage.TotalTime.TotalSeconds,
        GC.GetTotalAllocatedBytes(),
        GC.CollectionCount(0),
        GC.GetTotalPauseDuration().TotalMilliseconds,
        JitInfo.GetCompiledMethodCount(),
        receivedBytes,
        receivedMessages,
        exchanges,
        sentAgain.Packets,
        ContextSwitches.SoFar(),
        sentAgain.Tcp);

    /// <summary>This process with nothing used yet, for <see cref="ProcessSamples.Usage"/> to fill in.</summary>
    /// <param name="overLink">Are its retransmissions counted?</param>
    public static ProcessUsage Now(bool overLink) => new()
    {
        ProcessId = Environment.ProcessId,
        CpuSeconds = 0,
        AllocatedBytes = 0,
        Collections = 0,
        PauseMilliseconds = 0,
        Retransmissions = overLink ? 0 : null,
        PeakResidentBytes = PeakResidentBytes(),
        Processors = Processors(),
        Runtime = Runtime(),
    };

    /// <summary>Largest resident set so far in bytes: VmHWM of /proc/self/status (proc(5)).</summary>
    public static long PeakResidentBytes() =>
        long.Parse(StatusField("VmHWM:").Split(' ')[0], CultureInfo.InvariantCulture) * 1024;

    /// <summary>Processors this process may run on, as the kernel lists them.</summary>
    public static string Processors() => StatusField("Cpus_allowed_list:");

    /// <summary>Runtime settings in effect, for the result's conditions.</summary>
    public static string Runtime() =>
        $".NET {Environment.Version} gc={(GCSettings.IsServerGC ? "server" : "workstation")} "
        + $"concurrent={Flag("System.GC.Concurrent", "DOTNET_gcConcurrent", fallback: true)} "
        + (RuntimeFeature.IsDynamicCodeSupported ? Tiering() : "code=aot ")
        + $"socket-completions={(Environment.GetEnvironmentVariable(InlineCompletions) is "1" or "true" ? "inline" : "pool")} "
        + $"pool-spin={Environment.GetEnvironmentVariable(PoolSpin) ?? "default"} "
        + $"hill-climbing={(Environment.GetEnvironmentVariable(PoolClimbing) is "1" ? "off" : "default")}";

    private static string Tiering() =>
        $"code=jit pgo={Flag("System.Runtime.TieredPGO", "DOTNET_TieredPGO", fallback: true)} "
        + $"tiered={Flag("System.Runtime.TieredCompilation", "DOTNET_TieredCompilation", fallback: true)} "
        + $"tiering-delay={Environment.GetEnvironmentVariable(TieringDelay) ?? "100"}ms ";

    // The environment variable wins over runtimeconfig.json, as in the runtime itself.
    private static string Flag(string property, string variable, bool fallback)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            return value == "1" ? "true" : "false";
        }

        return AppContext.TryGetSwitch(property, out var on) ? (on ? "true" : "false") : (fallback ? "true" : "false");
    }

    private static string StatusField(string name)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].Trim();
            }
        }

        throw new IOException($"/proc/self/status has no {name}");
    }
}
