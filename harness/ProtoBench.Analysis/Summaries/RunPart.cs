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

    /// <summary>From the first trial's start to the last trial's end.</summary>
    public TimeSpan Length => Run.Trials.Count == 0
        ? TimeSpan.Zero
        : Run.Trials.Max(trial => trial.Started.AddSeconds(trial.Seconds)) - Run.Trials.Min(trial => trial.Started);
}
