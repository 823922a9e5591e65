namespace ProtoBench.Model.Measurements;

/// <summary>Reads a series of <see cref="ProcessSample"/>s, in order of time, as a function of time.</summary>
public static class ProcessSamples
{
    /// <summary>
    /// The totals at <paramref name="nanoseconds"/>, interpolated linearly between the samples around it; outside the series, its ends.
    /// </summary>
    public static ProcessSample At(IReadOnlyList<ProcessSample> samples, long nanoseconds)
    {
        if (samples.Count == 0)
        {
            throw new ArgumentException("a process without samples has no totals", nameof(samples));
        }

        var next = 0;
        while (next < samples.Count && samples[next].Nanoseconds < nanoseconds)
        {
            next++;
        }

        if (next == 0)
        {
            return samples[0];
        }

        return next == samples.Count ? samples[^1] : Between(samples[next - 1], samples[next], nanoseconds);
    }

    /// <summary>The rate of <paramref name="total"/> over each interval, on a time axis whose zero is <paramref name="origin"/>.</summary>
    /// <param name="samples">In order of time.</param>
    /// <param name="origin">Nanoseconds of the window's start.</param>
    /// <param name="total">The running total to differentiate.</param>
    public static IReadOnlyList<RateSample> Rates(IReadOnlyList<ProcessSample> samples, long origin, Func<ProcessSample, long> total)
    {
        var rates = new List<RateSample>(samples.Count);
        for (var i = 1; i < samples.Count; i++)
        {
            var seconds = (samples[i].Nanoseconds - samples[i - 1].Nanoseconds) / 1e9;
            if (seconds > 0)
            {
                var rate = (total(samples[i]) - total(samples[i - 1])) / seconds;
                rates.Add(new RateSample(Math.Round((samples[i].Nanoseconds - origin) / 1e9, 3), Math.Round(rate, 1)));
            }
        }

        return rates;
    }

    /// <summary>
    /// The longest time between two samples, in seconds, as far as it lies between two instants; null where that is less than half a
    /// second. Samples are taken ten times a second, so that a longer one is a process that was stopped.
    /// </summary>
    public static double? StoodStill(IReadOnlyList<ProcessSample> samples, long from, long to)
    {
        var longest = 0L;
        for (var i = 1; i < samples.Count; i++)
        {
            longest = Math.Max(longest, Math.Min(to, samples[i].Nanoseconds) - Math.Max(from, samples[i - 1].Nanoseconds));
        }

        return StoodStill(longest);
    }

    /// <summary>Nanoseconds without a sign of a process as seconds, null where they are less than half a second.</summary>
    public static double? StoodStill(long nanoseconds) => nanoseconds < 500_000_000 ? null : Math.Round(nanoseconds / 1e9, 3);

    /// <summary>What a process used between two instants.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="from">Start of the window, in nanoseconds.</param>
    /// <param name="to">End of the window.</param>
    /// <param name="process">Everything about the process that is not a difference of totals.</param>
    public static ProcessUsage Usage(IReadOnlyList<ProcessSample> samples, long from, long to, ProcessUsage process)
    {
        var (start, end) = (At(samples, from), At(samples, to));
        return process with
        {
            CpuSeconds = Math.Round(end.CpuSeconds - start.CpuSeconds, 6),
            AllocatedBytes = end.AllocatedBytes - start.AllocatedBytes,
            Collections = end.Collections - start.Collections,
            CompiledMethods = end.CompiledMethods - start.CompiledMethods,
            Retransmissions = process.Retransmissions is null ? null : end.Retransmissions - start.Retransmissions,
            PauseMilliseconds = Math.Round(end.PauseMilliseconds - start.PauseMilliseconds, 3),
            ContextSwitches = end.ContextSwitches - start.ContextSwitches,
            TcpSentAgain = start.TcpSentAgain is { } earlier ? end.TcpSentAgain?.Since(earlier) : null,
        };
    }

    private static ProcessSample Between(ProcessSample before, ProcessSample after, long nanoseconds)
    {
        var share = (double)(nanoseconds - before.Nanoseconds) / (after.Nanoseconds - before.Nanoseconds);
        long Whole(long from, long to) => from + (long)Math.Round((to - from) * share);
        double Real(double from, double to) => from + ((to - from) * share);
        return new ProcessSample(
            nanoseconds,
            Real(before.CpuSeconds, after.CpuSeconds),
            Whole(before.AllocatedBytes, after.AllocatedBytes),
            (int)Whole(before.Collections, after.Collections),
            Real(before.PauseMilliseconds, after.PauseMilliseconds),
            Whole(before.CompiledMethods, after.CompiledMethods),
            Whole(before.ReceivedBytes, after.ReceivedBytes),
            Whole(before.ReceivedMessages, after.ReceivedMessages),
            Whole(before.Exchanges, after.Exchanges),
            Whole(before.Retransmissions, after.Retransmissions),
            before.ContextSwitches is { } earlier && after.ContextSwitches is { } later ? Whole(earlier, later) : null,
            before.TcpSentAgain is { } first && after.TcpSentAgain is { } second ? first.With(second, Whole) : null);
    }
}
