using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Benchmarks;

/// <summary>
/// The open loop by itself: it starts exchanges that are done at once, at a set rate, and is watched how late it does. A rate that it does
/// not keep here it keeps over no protocol. Run it on one processor (<c>taskset -c 1</c>) to learn what one is good for.
/// </summary>
internal static class PacingProgram
{
    private const int InFlight = 64;
    private static readonly double[] Usual = [20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    /// <param name="rates">Exchanges a second, one run each; none: usual ones.</param>
    public static async Task RunAsync(IReadOnlyList<string> rates)
    {
        using var awake = PollingProcessors.TryHold();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"exchanges that are done at once, {Window.TotalSeconds:0} s each, processors {ProcessProbe.Processors()}, "
                + $"{(awake is null ? "not kept awake" : "awake")}; lateness in µs"));

        // The compiler's: what it does in the window of a run it takes from that.
        foreach (var pace in new Action<IPacer>?[] { null, EventLoops.Next().Pace, null, EventLoops.Next().Pace })
        {
            _ = await RunOneAsync("", pace, ArrivalLaw.Poisson, Usual[0]).ConfigureAwait(false);
        }

        Console.WriteLine("paced by | arrivals | asked/s | done/s | processor | pacing p50 | p99 | max | send p50 | p99 | max");
        foreach (var rate in rates is [] ? Usual : rates.Select(rate => double.Parse(rate, CultureInfo.InvariantCulture)))
        {
            foreach (var law in new[] { ArrivalLaw.Constant, ArrivalLaw.Poisson })
            {
                Console.WriteLine(await RunOneAsync("a thread", null, law, rate).ConfigureAwait(false));
                Console.WriteLine(await RunOneAsync("a lean loop", EventLoops.Next().Pace, law, rate).ConfigureAwait(false));
            }
        }
    }

    private static async Task<string> RunOneAsync(string who, Action<IPacer>? pace, ArrivalLaw law, double rate)
    {
        var nothing = new Nothing(pace);
        var connections = await ConnectionSet.ConnectAsync(nothing, nothing.Settings, 1, CancellationToken.None).ConfigureAwait(false);
        var lanes =
            new LaneSet(connections, InFlight, new Workload { Name = "nothing" }, openLoop: true, CancellationToken.None, own: nothing);
        var loop = new OpenLoop(lanes, new ArrivalSchedule(law, rate, seed: 1), WarmUp);
        await using (loop.ConfigureAwait(false))
        {
            loop.Start();
            await Task.Delay(WarmUp).ConfigureAwait(false);
            await loop.SettleAsync(WarmUp, CancellationToken.None).ConfigureAwait(false);
            loop.Open(Window);
            await LoadClock.UntilAsync(loop.Window.Start, CancellationToken.None).ConfigureAwait(false);
            var used = Environment.CpuUsage.TotalTime;
            await LoadClock.UntilAsync(loop.Window.End, CancellationToken.None).ConfigureAwait(false);
            used = Environment.CpuUsage.TotalTime - used;
            await loop.StopAsync(WarmUp).ConfigureAwait(false);
            var recorded = lanes.Recorders.Merge();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{who} | {law} | {rate:0} | {recorded.Outcomes.Completed / Window.TotalSeconds:0} | {used / Window:P0} | "
                    + $"{Times(loop.Pacing)} | {Times(recorded.SendLateness!)}");
        }
    }

    private static string Times(LatencyHistogram lateness) => string.Create(
        CultureInfo.InvariantCulture,
        $"{lateness.ValueAtQuantile(0.5) / 1e3:0.0} | {lateness.ValueAtQuantile(0.99) / 1e3:0.0} | {lateness.Maximum / 1e3:0.0}");
}
