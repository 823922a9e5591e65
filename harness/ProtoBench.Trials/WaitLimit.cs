using System.Diagnostics;
using System.Globalization;
using ProtoBench.Machine;

namespace ProtoBench.Trials;

/// <summary>
/// How long to wait before something counts as hung. A limit that is generous on a quiet machine fails sound trials on a busy one, so it
/// grows with what the machine has to do and with how long the process took to start, both looked at when they are needed and never while
/// an exchange is timed.
/// </summary>
/// <param name="Quiet">Enough on a quiet machine for what is limited by processor time.</param>
/// <param name="Asked">On top, what the scenario asked for and no load changes: warm-up, window, time-outs.</param>
internal sealed record WaitLimit(TimeSpan Quiet, TimeSpan Asked = default)
{
    // From starting a process to having read its first words. On a quiet machine half a second, and half as much again where two start at
    // once.
    private static readonly TimeSpan QuietStart = TimeSpan.FromSeconds(1);

    private const double MostTimes = 12;

    /// <summary>The limit under a load.</summary>
    /// <param name="load">What the machine has to do.</param>
    /// <param name="start">How long the process took to start; null while it has not.</param>
    public TimeSpan Under(MachineLoad load, TimeSpan? start) => Asked + (Quiet * Math.Max(load.Times, StartTimes(start)));

    /// <summary>For a sentence: <c>within 40 s (10 s on a quiet machine; 8 tasks want this one's 2 processors)</c>.</summary>
    public string Words(MachineLoad load, TimeSpan? start)
    {
        var (limit, quiet) = (Under(load, start), Asked + Quiet);
        var why = load.Times >= StartTimes(start)
            ? $"{load.Tasks:0} tasks want this one's {load.Processors} processor{(load.Processors == 1 ? "" : "s")}"
            : $"its process took {start!.Value.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s to start here";
        return limit == quiet ? $"within {Seconds(limit)}" : $"within {Seconds(limit)} ({Seconds(quiet)} on a quiet machine; {why})";
    }

    /// <summary>
    /// Completes when the limit is over, with its words. The load is first read when a quiet machine's limit is over, so that nothing is
    /// done while an exchange is timed, and again whenever the limit it gave is over: it may have come meanwhile.
    /// </summary>
    /// <param name="start">How long the process took to start, as far as known when it is asked.</param>
    /// <param name="read">The load; usually <see cref="MachineLoad.Read"/>.</param>
    /// <param name="cancellationToken">What was waited for has come.</param>
    /// <exception cref="OperationCanceledException">The same.</exception>
    public async Task<string> OverAsync(Func<TimeSpan?> start, Func<MachineLoad> read, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var load = new MachineLoad(0, 1);
        while (Under(load, start()) - watch.Elapsed is { Ticks: > 0 } left)
        {
            // A little more than is left: timers are not exact, and a second read must not follow at once.
            await Task.Delay(left + TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
            var now = read();
            load = now.Times > load.Times ? now : load;
        }

        return Words(load, start());
    }

    private static double StartTimes(TimeSpan? start) => Math.Clamp((start ?? QuietStart) / QuietStart, 1, MostTimes);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
}
