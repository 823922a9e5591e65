using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load;

/// <summary>A client's whole work once it is connected: start the load, warm up, open the window, stop, report.</summary>
internal static class TrialLoad
{
    public static async Task<Measured> RunAsync(
        DriveOrder order,
        ConnectionSet connections,
        IServerCompiler server,
        CancellationToken cancellationToken,
        Func<WarmUpOutcome, Task<long>>? agree = null,
        IServerControl? control = null)
    {
        var loop = WorkloadCatalog.Of(order.Cell.Workload.Kind).CreateLoop(order, connections, cancellationToken);
        await using (loop.ConfigureAwait(false))
        {
            if (loop is IControllingLoop controlling)
            {
                controlling.Control = control;
            }

            var payload = loop.Meter;
            var path = TrialPaths.Of(order.Cell.Link != ScenarioVocabulary.Loopback, EndPointText.Parse(order.EndPoint));
            var retransmissions = RetransmissionProbe.For(path);
            using var sampler = new ProcessSampler(() => ProcessProbe.Take(
                payload?.Bytes ?? 0, payload?.Messages ?? 0, payload is null ? loop.Progress.Events : 0, retransmissions()));
            using var congestion = path is not TrialPath.Loopback && TrialCongestion.IntervalOf(order.Cell, order.Duration) is { } every
                ? new CongestionWatch(every)
                : null;
            using var states = TrialSockets.Watch(order, path);
            loop.Start();
            using var sockets = new SocketLook(order);
            var warmUp = await loop.WarmUpAsync(order.WarmUp, server, cancellationToken).ConfigureAwait(false);
            PoolGrowth.UndoIf(PoolGrowth.IsUndoneFor(order.Cell.Workload.Kind));
            await sockets.WarmAsync().ConfigureAwait(false);
            await loop.SettleAsync(order.Timeout, cancellationToken).ConfigureAwait(false);
            if (agree is null)
            {
                sampler.Mark();
                loop.Open(order.Duration);
            }
            else
            {
                // The load goes on meanwhile: one that pauses is no longer warm, and the others' servers were never as busy.
                var at = await agree(warmUp).ConfigureAwait(false);
                loop.Agree(at);
                loop.Open(order.Duration, Math.Max(at, LoadClock.Now + OpenLoop.NoticeNanoseconds));
                await LoadClock.UntilAsync(loop.Window.Start, cancellationToken).ConfigureAwait(false);
                sampler.Mark();
            }

            await WindowEndAsync(loop.Window, cancellationToken).ConfigureAwait(false);
            var samples = sampler.Finish();
            var congested = CongestionSeries.Busiest(
                congestion?.Finish("client") ?? [], loop.Window.Start / 1e9, (loop.Window.End - loop.Window.Start) / 1e9);
            var moved = states?.Finish(loop.Window.Start, (loop.Window.End - loop.Window.Start) / 1e9);
            await loop.StopAsync(order.Timeout).ConfigureAwait(false);
            var measurement = loop.Report(Basics(loop.Window, warmUp, samples, payload is not null) with
            {
                LateReplies = connections.LateReplies,
                Reopened = connections.Reopened,
                AnnouncedCloses = connections.Announced,
                Congestion = congested,
                SocketsOverTime = moved,
                Sockets = await sockets.FinishAsync().ConfigureAwait(false),
            });
            if (TimeMarks.Of(samples, loop.Window.Start, measurement.WindowSeconds, "client", TimeMarks.Near(measurement))
                is { Count: > 0 } marks)
            {
                measurement = measurement with { Marks = marks };
            }

            if (measurement.Answers is not null)
            {
                measurement = measurement with { Openings = connections.Openings, Endings = connections.Endings };
            }

            var usage = Usage(loop.Window, samples, path != TrialPath.Loopback);
            return new Measured(measurement, loop.Charge(usage), loop.Learn(connections.LearnedFacts));
        }
    }

    /// <summary>Completes when the window is over.</summary>
    public static Task WindowEndAsync(LoadWindow window, CancellationToken cancellationToken) =>
        LoadClock.UntilAsync(window.End, cancellationToken);

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

    private static ProcessUsage Usage(LoadWindow window, IReadOnlyList<ProcessSample> samples, bool counted) =>
        ProcessSamples.Usage(samples, window.Start, window.End, ProcessProbe.Now(counted) with
        {
            StoodStillSeconds = ProcessSamples.StoodStill(samples, window.Start, window.End),
        });
}
