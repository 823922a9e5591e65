using System.Diagnostics;
using System.Globalization;
using ProtoBench.Load;
using ProtoBench.Trials;

namespace ProtoBench.Links;

/// <summary>
/// Keeps processors from idling while a link exists. A halted virtual processor wakes up when its hypervisor finds the time: on a 2-vCPU guest, two
/// alternating checks of wan-40ms each, the 99th percentile of release lateness was 82 to 852 µs without such loops and 16 to 47 µs with them, that of the
/// round trip 43.3 and 42.4 ms against 41.3 and 40.5 ms.
/// </summary>
/// <remarks>
/// Root asks the kernel (<see cref="PollingProcessors"/>). Others get one shell loop per processor under SCHED_IDLE (sched(7)), which runs only when nothing else
/// wants to, or yields: sched_yield(2) lets a loop in for a slice, which .NET's pool does before it sleeps (p99 of http2 over loopback: 0.3 ms without loops, 1.8
/// with). Not threads of this process: a starved one could hold up a garbage collection, and with it the engine.
/// </remarks>
internal sealed class WakefulProcessors : IDisposable
{
    // Four programs start one another until the loop runs; a crowded machine needs its time for that.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(1);

    private readonly PollingProcessors? _polling;
    private readonly List<Process> _loops = [];
    private readonly ManualResetEventSlim _end = new();
    private readonly ManualResetEventSlim _ready = new();
    private readonly Thread? _thread;

    private WakefulProcessors(PollingProcessors polling, int count)
    {
        _polling = polling;
        Count = count;
    }

    private WakefulProcessors(IReadOnlyList<int> processors)
    {
        // The kernel kills the loops when the thread that started them ends, so it lives as long as they do (prctl(2), PR_SET_PDEATHSIG).
        _thread = new Thread(() => Live(processors)) { Name = "link awake", IsBackground = true };
        _thread.Start();
        _ready.Wait();
    }

    /// <summary>Processors that are kept awake.</summary>
    public int Count { get; private set; }

    /// <summary>The loops' process ids.</summary>
    internal IReadOnlyList<int> ProcessIds => [.. _loops.Select(loop => loop.Id)];

    /// <summary>Every processor this process may use; none where that is more than eight, or where neither way is open.</summary>
    public static WakefulProcessors Start() => PollingProcessors.TryHold() is { } polling
        ? new WakefulProcessors(polling, ProcessorSplit.ParseList(ProcessProbe.Processors()).Count)
        : StartLoops();

    /// <summary>The way of ordinary users: none where the tools of util-linux are missing.</summary>
    internal static WakefulProcessors StartLoops()
    {
        var allowed = ProcessorSplit.ParseList(ProcessProbe.Processors());
        return new WakefulProcessors(allowed.Count <= PollingProcessors.MostProcessors ? allowed : []);
    }

    public void Dispose()
    {
        _polling?.Dispose();
        _end.Set();
        _thread?.Join();
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

    // A tool that is missing or refused ends before it has become the shell.
    private static bool IsLooping(Process loop, Stopwatch watch)
    {
        while (!loop.HasExited && watch.Elapsed < LongestStart)
        {
            if (NameOf(loop.Id) == "sh")
            {
                return true;
            }

            Thread.Sleep(1);
        }

        return false;
    }

    private static string NameOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void Live(IReadOnlyList<int> processors)
    {
        try
        {
            _loops.AddRange(processors.Select(processor => Process.Start(Loop(processor))!));
            var watch = Stopwatch.StartNew();
            Count = _loops.Count(loop => IsLooping(loop, watch));
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
