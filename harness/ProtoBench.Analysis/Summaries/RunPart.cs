using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>One of the runs a report shows.</summary>
/// <param name="Label">What tells its arms from those of the other runs; empty when it is the only one.</param>
/// <param name="Run">The run as it was stored.</param>
internal sealed record RunPart(string Label, RunResult Run)
{
    /// <summary>
    /// What else the machine did in each trial that was measured, and does count or not; empty in runs from before that was watched.
    /// </summary>
    public IReadOnlyList<MachineState> MachineDuring => [.. Run.Trials.Select(trial => trial.Machine).OfType<MachineState>()];

    /// <summary>
    /// The same of each host that sides ran on, by its name, with what it did before the run; empty where that was this machine.
    /// </summary>
    public IReadOnlyList<(string Host, MachineState? Before, IReadOnlyList<MachineState> During)> HostsDuring =>
    [
        .. (Run.Hosts ?? []).Select(host => (
            host.Name,
            host.Before,
            (IReadOnlyList<MachineState>)[.. Run.Trials.SelectMany(trial => trial.HostMachines ?? [])
                .Where(one => one.Host == host.Name)
                .Select(one => one.State)])),
    ];

    /// <summary>Was the machine, or a host that sides ran on, busy before the run? What only starts them does not matter.</summary>
    public bool WasBusyBefore => Run.Hosts is { } hosts
        ? hosts.Any(host => host.Before is { } before && MachineStates.IsBusyBefore(before))
        : Run.Before is { } own && MachineStates.IsBusyBefore(own);

    /// <summary>From the first trial's start to the last trial's end.</summary>
    public TimeSpan Length => Run.Trials.Count == 0
        ? TimeSpan.Zero
        : Run.Trials.Max(trial => trial.Started.AddSeconds(trial.Seconds)) - Run.Trials.Min(trial => trial.Started);
}
