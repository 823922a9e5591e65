using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load;

/// <summary>A client's whole work once it is connected: start the load, warm up, open the window, stop, report.</summary>
internal static class TrialLoad
{
    public static async Task<Measured> RunAsync(
        DriveOrder order, ConnectionSet connections, IServerCompiler server, CancellationToken cancellationToken)
    {
        var loop = WorkloadCatalog.Of(order.Cell.Workload.Kind).CreateLoop(order, connections, cancellationToken);
        await using (loop.ConfigureAwait(false))
        {
            var payload = loop.Meter;
            var overLink = order.Cell.Link != ScenarioVocabulary.Loopback;
            using var sampler = new ProcessSampler(() => ProcessProbe.Take(
                payload?.Bytes ?? 0, payload?.Messages ?? 0, payload is null
                    ? loop.Progress.Events
                    : 0, overLink ? RetransmissionProbe.Now() : 0));
            loop.Start();
            var warmUp = await loop.WarmUpAsync(order.WarmUp, server, cancellationToken).ConfigureAwait(false);
            await loop.SettleAsync(order.Timeout, cancellationToken).ConfigureAwait(false);
            sampler.Mark();
            loop.Open(order.Duration);
            await WindowEndAsync(loop.Window, cancellationToken).ConfigureAwait(false);
            var samples = sampler.Finish();
            await loop.StopAsync(order.Timeout).ConfigureAwait(false);
            var measurement = loop.Report(Basics(loop.Window, warmUp, samples, payload is not null) with
            {
                LateReplies = connections.LateReplies,
                Reopened = connections.Reopened,
                AnnouncedCloses = connections.Announced,
            });
            if (measurement.Answers is not null)
            {
                measurement = measurement with { Openings = connections.Openings, Endings = connections.Endings };
            }

            return new Measured(measurement, loop.Charge(Usage(loop.Window, samples, overLink)), loop.Learn(connections.LearnedFacts));
        }
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

    private static ProcessUsage Usage(LoadWindow window, IReadOnlyList<ProcessSample> samples, bool overLink) =>
        ProcessSamples.Usage(samples, window.Start, window.End, ProcessProbe.Now(overLink));
}
