using ProtoBench.Links.Native;

namespace ProtoBench.Links.Certification;

/// <summary>Threads of probes.</summary>
internal static class ProbeThread
{
    // Below the engine's threads, which the probes are there to measure, and above everything else: a certificate is about the link, not about who else computes.
    private const int RealTimePriority = 30;

    /// <summary>Starts a thread whose sleeps are exact, with real-time priority where the link has it too.</summary>
    public static Thread Start(string name, bool realTime, Action work)
    {
        var thread = new Thread(() =>
        {
            // The default slack of 50 µs is added to every sleep (prctl(2)).
            _ = Libc.ProcessControl(Libc.SetTimerSlack, 1, 0, 0, 0);
            if (realTime)
            {
                _ = Libc.SetScheduler(0, Libc.SchedulerFifo, RealTimePriority);
            }

            work();
        })
        { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }
}
