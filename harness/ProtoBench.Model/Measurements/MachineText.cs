using System.Globalization;

namespace ProtoBench.Model.Measurements;

/// <summary>What else the machine did, in words.</summary>
internal static class MachineText
{
    // Clocks of processors that boost vary by a few per cent with the work; a tenth is a figure of another machine.
    private const double SteadyFrequency = 1.1;

    /// <summary>For example <c>load 6.2 on 2 processors over the last minute</c>, then what the look itself saw.</summary>
    public static IReadOnlyList<string> Before(MachineState state)
    {
        var phrases = new List<string> { $"{Load(state)} over the last minute" };
        phrases.AddRange(state.Runnable is { } runnable ? [$"{runnable} runnable {(runnable == 1 ? "thread" : "threads")}"] : []);
        phrases.AddRange(state.OtherShare is { } other ? [$"{Percent(other)} of their time used by others"] : []);
        phrases.AddRange(state.StolenShare is > 0 and var stolen ? [$"{Percent(stolen)} stolen"] : []);
        phrases.AddRange(state.Megahertz is { } frequency ? [$"{frequency:0} MHz"] : []);
        return phrases;
    }

    /// <summary>
    /// That the machine was busy, as one sentence such as <c>The machine was busy: load 6.2 on 2 processors before the run; up to 14 % of
    /// processor time was stolen in 3 of 40 trials.</c> Null where it was not, or nobody looked.
    /// </summary>
    /// <param name="before">Before the run.</param>
    /// <param name="trials">In each trial that was measured.</param>
    /// <param name="host">Which host it is; null: this machine. Of a host the sentence also says what to do.</param>
    public static string? Busy(MachineState? before, IReadOnlyCollection<MachineState> trials, string? host = null)
    {
        var phrases = new List<string>();
        if (before is not null && MachineStates.IsBusyBefore(before))
        {
            phrases.Add(before.LoadAverage > MachineStates.QuietLoadPerProcessor * before.Processors || before.OtherShare is null
                ? $"{Load(before)} before the run"
                : $"others used {Percent(before.OtherShare.Value)} of {Processors(before)} before the run");
        }

        phrases.AddRange(InTrials(trials, state => state.StolenShare, MachineStates.BusyStolenShare, "of processor time was stolen"));
        phrases.AddRange(
            InTrials(trials, state => state.OtherShare, MachineStates.BusyOtherShare, "of processor time went to other programs"));
        return phrases.Count == 0 ? null
            : host is null ? $"The machine was busy: {string.Join("; ", phrases)}."
            : $"{host} was busy: {string.Join("; ", phrases)}. Stop what else runs there (top shows it), or take another host.";
    }

    /// <summary>
    /// That processors ran at unlike frequencies in different trials, as a sentence; null where they did not, or the kernel does not show
    /// them.
    /// </summary>
    /// <param name="trials">In each trial that was measured.</param>
    /// <param name="host">Which host it is; null: this machine.</param>
    public static string? Frequency(IReadOnlyCollection<MachineState> trials, string? host = null)
    {
        var known = trials.Select(state => state.Megahertz).OfType<double>().ToList();
        var of = host is null ? "" : $" of {host}";
        return known.Count > 1 && known.Max() > SteadyFrequency * known.Min()
            ? Text($"The processors{of} ran at {known.Min():0} to {known.Max():0} MHz, depending on the trial, and figures vary with them.")
            : null;
    }

    /// <summary>The trials' states as names and values for the list of conditions.</summary>
    public static IEnumerable<(string Name, string Value)> During(IReadOnlyCollection<MachineState> trials)
    {
        foreach (var (name, read) in ((string Name, Func<MachineState, double?> Read)[])[
            ("used by other programs in trials", state => state.OtherShare),
            ("stolen in trials", state => state.StolenShare),
        ])
        {
            if (trials.Select(read).OfType<double>().Order().ToList() is { Count: > 0 } shares)
            {
                yield return (
                    name, $"{Percent(shares[shares.Count / 2])} of processor time in the middle trial, {Percent(shares[^1])} at most");
            }
        }

        if (trials.Select(state => state.Megahertz).OfType<double>().ToList() is { Count: > 0 } frequencies)
        {
            yield return ("frequency in trials", Text($"{frequencies.Min():0} to {frequencies.Max():0} MHz"));
        }
    }

    private static IEnumerable<string> InTrials(
        IReadOnlyCollection<MachineState> trials, Func<MachineState, double?> read, double least, string what)
    {
        var shares = trials.Select(read).Where(share => share > least).OfType<double>().ToList();
        if (shares.Count > 0)
        {
            yield return $"{(shares.Count > 1 ? "up to " : "")}{Percent(shares.Max())} {what} in {shares.Count} of {trials.Count} "
                + $"{(trials.Count == 1 ? "trial" : "trials")}";
        }
    }

    private static string Load(MachineState state) =>
        state.LoadAverage is { } load ? Text($"load {load:0.0#} on {Processors(state)}") : $"unknown load on {Processors(state)}";

    private static string Processors(MachineState state) => state.Processors == 1 ? "1 processor" : $"{state.Processors} processors";

    private static string Percent(double share) => Text($"{100 * share:0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
