namespace ProtoBench.Links;

/// <summary>Processor time the hypervisor gave to others.</summary>
internal static class StolenTime
{
    // USER_HZ of every Linux port: 100 (proc(5)).
    private const double TicksPerSecond = 100;

    /// <summary>Seconds since boot over all processors; 0 on real machines.</summary>
    public static double Seconds()
    {
        // cpu user nice system idle iowait irq softirq steal ...
        var columns = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > 8 ? long.Parse(columns[8]) / TicksPerSecond : 0;
    }
}
