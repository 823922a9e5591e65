using System.Diagnostics;

namespace ProtoBench.Machine;

/// <summary>
/// Keeps processors from idling while a link exists. A halted virtual processor wakes up when its hypervisor finds the time: on a 2-vCPU
/// guest, two alternating checks of wan-40ms each, the 99th percentile of release lateness was 82 to 852 µs without loops and 16 to 47 µs
/// with them, that of the round trip 43.3 and 42.4 ms against 41.3 and 40.5 ms.
/// </summary>
/// <remarks>
/// Root asks the kernel (<see cref="PollingProcessors"/>). Others get a process with a thread per processor that runs only when nothing
/// else wants to (<c>protobench link awake</c>). Not threads of this process: a starved one could hold up a garbage collection, and with it
/// the engine.
/// </remarks>
internal sealed class WakefulProcessors : IDisposable
{
    /// <summary>What the process of the loops says once every processor has its thread.</summary>
    public const string Ready = "awake";

    // A crowded machine needs its time to start a program.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    private readonly PollingProcessors? _polling;
    private readonly Process? _loops;

    private WakefulProcessors(PollingProcessors polling, int count)
    {
        _polling = polling;
        Count = count;
    }

    private WakefulProcessors(IReadOnlyList<int> processors)
    {
        if (processors.Count == 0)
        {
            return;
        }

        // It ends when its input does, and the kernel closes that with this process, however it ends.
        _loops = Process.Start(new ProcessStartInfo(Executables.Application, ["link", "awake", string.Join(',', processors)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var answer = _loops.StandardOutput.ReadLineAsync();
        if (answer.Wait(MachineLoad.Read().Stretch(LongestStart)) && answer.Result == Ready)
        {
            Count = processors.Count;
        }
        else
        {
            // Not half: the facts would say that nothing is kept awake while something may be.
            Dispose();
            _loops = null;
        }
    }

    /// <summary>Processors that are kept awake.</summary>
    public int Count { get; }

    /// <summary>The process of the loops, or null where there is none.</summary>
    internal int? ProcessId => _loops?.Id;

    /// <summary>Every processor this process may use; none where that is more than eight, or where neither way is open.</summary>
    public static WakefulProcessors Start() => PollingProcessors.TryHold() is { } polling
        ? new WakefulProcessors(polling, Allowed().Count)
        : StartLoops();

    /// <summary>The way of ordinary users.</summary>
    internal static WakefulProcessors StartLoops() =>
        new(Allowed() is { Count: <= PollingProcessors.MostProcessors } allowed ? allowed : []);

    public void Dispose()
    {
        _polling?.Dispose();
        if (_loops is not null)
        {
            _loops.Kill();
            _loops.WaitForExit();
            _loops.Dispose();
        }
    }

    private static IReadOnlyList<int> Allowed() => ProcessorSplit.ParseList(ProcessProbe.Processors());
}
