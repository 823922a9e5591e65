namespace ProtoBench.Machine;

/// <summary>
/// What a process's monotonic clock counts from: two processes with the same read the same clock. The kernel gives every boot an id of its
/// own, and time namespaces shift the clock within one (time_namespaces(7)).
/// </summary>
/// <param name="Boot">The kernel's <c>boot_id</c>.</param>
/// <param name="TimeNamespace">As <c>/proc/PID/ns/time</c> names it; empty where the kernel has none.</param>
public sealed record ClockOrigin(string Boot, string TimeNamespace)
{
    /// <summary>Of this process; null where <c>/proc</c> does not tell.</summary>
    public static ClockOrigin? OfThisProcess() => Of("self");

    /// <summary>Of a process of this machine; null where <c>/proc</c> does not tell.</summary>
    public static ClockOrigin? OfProcess(int processId) => Of(processId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static ClockOrigin? Of(string process)
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var space = new FileInfo($"/proc/{process}/ns/time");
            return boot.Length == 0 || !Directory.Exists($"/proc/{process}/ns") ? null
                : new ClockOrigin(boot, space.LinkTarget ?? "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
