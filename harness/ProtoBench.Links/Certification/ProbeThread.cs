using ProtoBench.Links.Native;

namespace ProtoBench.Links.Certification;

/// <summary>Threads of probes.</summary>
internal static class ProbeThread
{
    // Below the engine's threads, which the probes are there to measure, and above everything else: a certificate is about the link, not
    // about who else computes.
    private const int RealTimePriority = 30;

    /// <summary>Starts a thread whose sleeps are exact, with real-time priority where the link has it too.</summary>
    public static Thread Start(string name, bool realTime, Action work)
    {
        var thread = new Thread(() =>
        {
            _ = ThreadUrgency.Raise(realTime ? RealTimePriority : null);
            work();
        })
        { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }
}
