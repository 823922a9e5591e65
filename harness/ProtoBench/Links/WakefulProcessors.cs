using System.Diagnostics;
using System.Globalization;
using ProtoBench.Load;
using ProtoBench.Trials;

namespace ProtoBench.Links;

/// <summary>
/// Keeps processors from idling while a link exists. A halted virtual processor wakes up when its hypervisor finds the time: on a 2-vCPU guest the 99th
/// percentile of release lateness at 40 ms fell from 82 to 852 µs (four checks) to 16 to 47 µs, and the probes' round trip from 42.4 to 40.5 ms, with this.
/// </summary>
/// <remarks>
/// One shell loop per processor under SCHED_IDLE (sched(7)), which runs only when nothing else wants to and needs no privilege. Not threads of this process:
/// a starved one could hold up a garbage collection, and with it the engine.
/// </remarks>
internal sealed class WakefulProcessors : IDisposable
{
    // Larger machines have processors to spare that stay awake by other work, and all of them at full heat would slow the ones that matter.
    private const int MostProcessors = 8;

    private readonly List<Process> _loops = [];
    private readonly ManualResetEventSlim _end = new();
    private readonly ManualResetEventSlim _ready = new();
    private readonly Thread _thread;

    private WakefulProcessors(IReadOnlyList<int> processors)
    {
        // The kernel kills the loops when the thread that started them ends, so it lives as long as they do (prctl(2), PR_SET_PDEATHSIG).
        _thread = new Thread(() => Live(processors)) { Name = "link awake", IsBackground = true };
        _thread.Start();
        _ready.Wait();
    }

    /// <summary>Processors that are kept awake.</summary>
    public int Count { get; private set; }

    /// <summary>Starts a loop on every processor this process may use; none where that is more than eight, or where the tools of util-linux are missing.</summary>
    public static WakefulProcessors Start()
    {
        var allowed = ProcessorSplit.ParseList(ProcessProbe.Processors());
        return new WakefulProcessors(allowed.Count <= MostProcessors ? allowed : []);
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
        _ready.Dispose();
    }

    private static ProcessStartInfo Loop(int processor)
    {
        // Two hours of processor time end a loop that everything else failed to end; a link lives for one trial.
        string[] words =
        [
            "--pdeathsig", "KILL", "--", "prlimit", "--cpu=7200", "taskset", "--cpu-list", processor.ToString(CultureInfo.InvariantCulture),
            "chrt", "--idle", "0", "sh", "-c", "while :; do :; done",
        ];
        return new ProcessStartInfo("setpriv", words) { UseShellExecute = false, RedirectStandardError = true };
    }

    private void Live(IReadOnlyList<int> processors)
    {
        try
        {
            _loops.AddRange(processors.Select(processor => Process.Start(Loop(processor))!));
            // A tool that is missing or refused ends its loop within a millisecond or two.
            Thread.Sleep(10);
            Count = _loops.Count(loop => !loop.HasExited);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No setpriv here: the link works without, and its facts say that nothing was kept awake.
            Count = 0;
        }

        _ready.Set();
        _end.Wait();
        foreach (var loop in _loops)
        {
            loop.Kill();
            loop.WaitForExit();
            loop.Dispose();
        }
    }
}
