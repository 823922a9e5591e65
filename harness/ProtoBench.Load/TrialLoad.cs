using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load;

/// <summary>A client's whole work once it is connected: start the load, warm up, open the window, stop, report.</summary>
internal static class TrialLoad
{
    public static async Task<Measured> RunAsync(DriveOrder order, ConnectionSet connections, CancellationToken cancellationToken)
    {
        var loop = CreateLoop(order, connections, cancellationToken);
        await using (loop.ConfigureAwait(false))
        {
            var bulk = loop as BulkLoop;
            var overLink = order.Cell.Link != ScenarioVocabulary.Loopback;
            using var sampler = new ProcessSampler(() => ProcessProbe.Take(
                bulk?.Meter.Bytes ?? 0, bulk?.Meter.Messages ?? 0, bulk is null ? loop.Progress.Events : 0, overLink ? RetransmissionProbe.Now() : 0));
            loop.Start();
            var warmUp = await WarmUpPhase.RunAsync(
                () => loop.Progress, order.WarmUp, new BackgroundCompiler(order.ServerProcessId), cancellationToken).ConfigureAwait(false);
            sampler.Mark();
            loop.Window.Open(order.Duration);
            await WindowEndAsync(loop.Window, cancellationToken).ConfigureAwait(false);
            var samples = sampler.Finish();
            await loop.StopAsync(order.Timeout).ConfigureAwait(false);
            var measurement = loop.Report(Basics(loop.Window, warmUp, samples, bulk is not null) with
            {
                LateReplies = connections.LateReplies,
                Reopened = connections.Reopened,
                AnnouncedCloses = connections.Announced,
            });
            return new Measured(measurement, Usage(loop.Window, samples, overLink), connections.LearnedFacts);
        }
    }

    private static ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken cancellationToken)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        if (workload.Kind != WorkloadKind.Exchange)
        {
            var traits = ArmEndpoint.ProtocolOf(order.Cell.Arm).Traits;
            return new BulkLoop(connections, workload, traits, cancellationToken);
        }

        var open = load.Loop == LoopKind.Open;
        var lanes = new LaneSet(connections, load.InFlight, workload, open, cancellationToken);
        if (!open)
        {
            return new ClosedLoop(lanes, order.Timeout);
        }

        if (connections.Slots[0].Connection is IBlockingConnection)
        {
            // Every lane may block a thread-pool thread at the same time; waiting for the pool to grow would look like the server's latency.
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + load.InFlight, completions);
        }

        var rate = load.Rate ?? throw new ArgumentException("an open loop needs a rate", nameof(order));
        return new OpenLoop(lanes, new ArrivalSchedule(load.Arrivals, rate, order.Seed), order.Timeout);
    }

    /// <summary>Completes when the window is over.</summary>
    public static async Task WindowEndAsync(LoadWindow window, CancellationToken cancellationToken)
    {
        while (LoadClock.Now is var now && now < window.End)
        {
            // Timers of .NET count whole milliseconds and may fire up to one early.
            await Task.Delay(TimeSpan.FromMilliseconds(((window.End - now) / 1_000_000) + 1), cancellationToken).ConfigureAwait(false);
        }
    }

    private static Measurement Basics(LoadWindow window, WarmUpOutcome warmUp, IReadOnlyList<ProcessSample> samples, bool bulk)
    {
        var seconds = (window.End - window.Start) / 1e9;
        var (from, to) = (ProcessSamples.At(samples, window.Start), ProcessSamples.At(samples, window.End));
        return new Measurement
        {
            WindowSeconds = seconds,
            WindowStartNanoseconds = window.Start,
            WarmUp = warmUp,
            Outcomes = new OutcomeCounts(),
            GoodputBytesPerSecond = bulk ? (to.ReceivedBytes - from.ReceivedBytes) / seconds : null,
            Series = ProcessSamples.Rates(samples, window.Start, sample => bulk ? sample.ReceivedBytes : sample.Exchanges),
        };
    }

    private static ProcessUsage Usage(LoadWindow window, IReadOnlyList<ProcessSample> samples, bool overLink) => ProcessSamples.Usage(
        samples,
        window.Start,
        window.End,
        new ProcessUsage
        {
            ProcessId = Environment.ProcessId,
            CpuSeconds = 0,
            AllocatedBytes = 0,
            Collections = 0,
            PauseMilliseconds = 0,
            Retransmissions = overLink ? 0 : null,
            PeakResidentBytes = ProcessProbe.PeakResidentBytes(),
            Processors = ProcessProbe.Processors(),
            Runtime = ProcessProbe.Runtime(),
        });
}
