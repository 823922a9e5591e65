namespace ProtoBench.Model.Measurements;

/// <summary>Makes <see cref="MachineState"/>s of samples, and says which are busy. Pure.</summary>
internal static class MachineStates
{
    /// <summary>A machine with more than half a runnable thread a processor has no processor to spare for one side of a trial.</summary>
    public const double QuietLoadPerProcessor = 0.5;

    /// <summary>
    /// From a tenth of the processors on, others run beside the trial often enough for its median to feel it, not its tail alone.
    /// </summary>
    public const double BusyOtherShare = 0.10;

    /// <summary>Two of a hundred instants stolen lie beyond p99 of any exchange.</summary>
    public const double BusyStolenShare = 0.02;

    /// <summary>
    /// A load of the last minute counts as still there when others use at least this share now; else it is what has just ended.
    /// </summary>
    public const double PresentShare = 0.05;

    /// <summary>The kernel counts in ticks of 10 ms, for each process; shorter intervals would be made of rounding.</summary>
    public const double ShortestSeconds = 0.25;

    /// <summary>What the machine did between two instants.</summary>
    /// <param name="samples">In order of time.</param>
    /// <param name="from">Start in nanoseconds.</param>
    /// <param name="to">End.</param>
    /// <param name="state">What is known besides.</param>
    public static MachineState Between(IReadOnlyList<MachineSample> samples, long from, long to, MachineState state)
    {
        var seconds = (to - from) / 1e9;
        var frequencies = samples.Where(sample => sample.Nanoseconds >= from && sample.Nanoseconds <= to)
            .Select(sample => sample.Megahertz)
            .OfType<double>()
            .ToList();
        state = frequencies.Count > 0 ? state with { Megahertz = Math.Round(frequencies.Average()) } : state;

        if (!Cover(samples, from, to))
        {
            return state;
        }

        var time = seconds * state.Processors;
        double Used(Func<MachineSample, double> total) => At(samples, to, total) - At(samples, from, total);
        return state with
        {
            OtherShare = Share((Used(sample => sample.BusySeconds) - Used(sample => sample.OwnSeconds)) / time),
            StolenShare = Share(Used(sample => sample.StolenSeconds) / time),
        };
    }

    /// <summary>What the process that took the samples has used between two instants, in seconds; null where that is not known.</summary>
    public static double? OwnSeconds(IReadOnlyList<MachineSample> samples, long from, long to) =>
        Cover(samples, from, to) ? At(samples, to, sample => sample.OwnSeconds) - At(samples, from, sample => sample.OwnSeconds) : null;

    /// <summary>Was it busy before the run?</summary>
    public static bool IsBusyBefore(MachineState before) =>
        before.OtherShare > BusyOtherShare || before.StolenShare > BusyStolenShare
            || (before.LoadAverage > QuietLoadPerProcessor * before.Processors && !(before.OtherShare < PresentShare));

    /// <summary>Was it busy while a trial was measured? The load average is no sign, because the run itself makes it.</summary>
    public static bool IsBusyDuring(MachineState during) => during.OtherShare > BusyOtherShare || during.StolenShare > BusyStolenShare;

    // Beyond their ends the totals are not known, and a kernel that shows none, as in some sandboxes, shows zeros.
    private static bool Cover(IReadOnlyList<MachineSample> samples, long from, long to) =>
        samples.Count >= 2
            && (to - from) / 1e9 >= ShortestSeconds
            && samples[0].Nanoseconds <= from
            && samples[^1].Nanoseconds >= to
            && samples[^1].BusySeconds > 0;

    private static double Share(double share) => Math.Round(Math.Clamp(share, 0, 1), 3);

    private static double At(IReadOnlyList<MachineSample> samples, long nanoseconds, Func<MachineSample, double> total)
    {
        var next = 1;
        while (next < samples.Count - 1 && samples[next].Nanoseconds < nanoseconds)
        {
            next++;
        }

        var (before, after) = (samples[next - 1], samples[next]);
        var share = Math.Clamp((double)(nanoseconds - before.Nanoseconds) / Math.Max(1, after.Nanoseconds - before.Nanoseconds), 0, 1);
        return total(before) + ((total(after) - total(before)) * share);
    }
}
