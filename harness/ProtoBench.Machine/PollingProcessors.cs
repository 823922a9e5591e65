using ProtoBench.Model.Scenarios;

namespace ProtoBench.Machine;

/// <summary>
/// Keeps idle processors from halting as long as it lives, and with no more than an open file: the kernel's wish for a latency of 0 µs (PM
/// QoS, Documentation/power/pm_qos_interface.rst), which cyclictest and tuned's latency profiles use too. It ends with the process, however
/// that ends.
/// </summary>
internal sealed class PollingProcessors : IDisposable
{
    private const string Device = "/dev/cpu_dma_latency";

    /// <summary>
    /// Larger machines have processors to spare that stay awake by other work, and all of them at full heat would slow the ones that
    /// matter.
    /// </summary>
    public const int MostProcessors = 8;

    // The wish is heard by the idle driver's governor only, and "POLL" is the state it then chooses. Without a driver, or where state 0
    // halts as on ARM, it would be granted and change nothing.
    private const string LeastState = "/sys/devices/system/cpu/cpu0/cpuidle/state0/name";

    private readonly FileStream _device;

    private PollingProcessors(FileStream device) => _device = device;

    /// <summary>
    /// Null where it is not possible: no such device, no right to write to it (root has it), an idle driver that cannot poll, or more than
    /// eight processors.
    /// </summary>
    public static PollingProcessors? TryHold()
    {
        FileStream? device = null;
        try
        {
            if (ProcessorSplit.ParseList(File.ReadAllText("/sys/devices/system/cpu/online").Trim()).Count > MostProcessors
                || File.ReadAllText(LeastState).Trim() != "POLL")
            {
                return null;
            }

            device = new FileStream(Device, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            device.Write(new byte[sizeof(int)]);
            return new PollingProcessors(device);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            device?.Dispose();
            return null;
        }
    }

    /// <summary>As <see cref="TryHold()"/> when a scenario wants it.</summary>
    public static PollingProcessors? TryHold(IdleProcessors idle) => idle == IdleProcessors.Poll ? TryHold() : null;

    /// <summary>What is said of processors that are not kept awake, and what is to be done about it.</summary>
    /// <param name="processors">How many the machine has.</param>
    /// <param name="asRoot">How one becomes root there.</param>
    public static (string Found, string Remedy) WhyHalted(int processors, string asRoot) => processors > MostProcessors
        ? (
            $"idle processors halt, and waking them is part of every latency: of machines with more than {MostProcessors} ({processors} "
                + "here) none is kept awake, because all of them at full heat would slow those that matter",
            "keep those awake that the sides run on, as root until the next boot: for c in 2 3; do echo n/a "
                + ">/sys/devices/system/cpu/cpu$c/power/pm_qos_resume_latency_us; done (0 lets them halt again)")
        : (
            "idle processors halt, and waking them is part of every latency",
            $"{asRoot}, with /dev/cpu_dma_latency and an idle driver that can poll");

    public void Dispose() => _device.Dispose();
}
