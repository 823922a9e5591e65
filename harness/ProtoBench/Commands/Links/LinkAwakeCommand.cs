using System.Globalization;
using ProtoBench.Links.Native;
using ProtoBench.Machine;
using ProtoBench.Native;

namespace ProtoBench.Commands.Links;

/// <summary>
/// <c>protobench link awake PROCESSORS</c>: the process behind <see cref="WakefulProcessors"/>. One thread on each processor that runs when
/// nothing else wants to (SCHED_IDLE, sched(7)) and gives way again and again, until the input ends.
/// </summary>
/// <remarks>
/// Giving way matters: a thread that waits for its fair share to be due again is passed over for one of the lowest priority, which then
/// keeps the processor until the tick, up to 4 ms (EEVDF, Linux 6.6 and later; seen with <c>perf sched</c>: the emulator runnable for 2.6
/// ms beside such a loop). After a yield it is chosen.
/// </remarks>
internal static class LinkAwakeCommand
{
    // Ends loops that everything else failed to end; a link lives for one trial.
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(2);

    /// <summary>0 when the input has ended, 127 where a processor or the priority is refused.</summary>
    /// <param name="processors">Numbers of the processors, separated by commas.</param>
    public static int Run(string processors)
    {
        var numbers = processors.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        using var started = new CountdownEvent(numbers.Length);
        var refused = 0;
        foreach (var number in numbers)
        {
            var thread = new Thread(() =>
            {
                var placed = ThreadUrgency.OnlyWhenIdle(number);
                _ = placed || Interlocked.Increment(ref refused) > 0;
                started.Signal();
                while (placed)
                {
                    _ = LibcProcesses.YieldProcessor();
                }
            })
            { IsBackground = true, Name = $"awake {number}" };
            thread.Start();
        }

        started.Wait();
        if (refused > 0)
        {
            return LinkStart.Unsupported;
        }

        Console.Out.WriteLine(WakefulProcessors.Ready);
        Console.Out.Flush();
        _ = Task.Run(Console.In.ReadToEnd).Wait(LongestLife);
        return 0;
    }
}
