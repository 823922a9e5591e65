using ProtoBench.Results;

namespace ProtoBench.Reports;

/// <summary>One of the runs a report shows.</summary>
/// <param name="Label">What tells its arms from those of the other runs; empty when it is the only one.</param>
/// <param name="Run">The run as it was stored.</param>
internal sealed record RunPart(string Label, RunResult Run)
{
    /// <summary>From the first trial's start to the last trial's end.</summary>
    public TimeSpan Length => Run.Trials.Count == 0
        ? TimeSpan.Zero
        : Run.Trials.Max(trial => trial.Started.AddSeconds(trial.Seconds)) - Run.Trials.Min(trial => trial.Started);
}
