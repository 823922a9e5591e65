using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;

namespace ProtoBench.Model.Results;

/// <summary>Everything one <c>protobench run</c> produced, as read back from its folder. Reports are pure functions of it.</summary>
public sealed record RunResult
{
    /// <summary>The run folder's name: <c>&lt;utc&gt;-&lt;scenario&gt;</c>.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>
    /// When the program that made it began; null in runs from before that was kept, and in those that waited for another run of the same
    /// program.
    /// </summary>
    public DateTimeOffset? Launched { get; init; }

    /// <summary>The command line that made it.</summary>
    public required string Command { get; init; }

    public required Plan Plan { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    /// <summary>What the machine did before the first trial; null in runs from before it was looked at.</summary>
    public MachineState? Before { get; init; }

    /// <summary>The other machines that its sides ran on; null: they ran on the one of the fingerprint.</summary>
    public IReadOnlyList<RunHost>? Hosts { get; init; }

    /// <summary>Why it ended before the plan was used up; null: it did not, or it was interrupted.</summary>
    public RunEnding? Ending { get; init; }

    /// <summary>In the order they ran; fewer than planned when the run was interrupted.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }

    /// <summary>The run as it ended: what its plan had left was not needed, and so is not missing.</summary>
    public RunResult EndedBy(RunEnding ending)
    {
        var run = Trials.Select(trial => trial.Number).ToHashSet();
        return this with
        {
            Ending = ending,
            Plan = Plan with { Trials = [.. Plan.Trials.Where(trial => run.Contains(trial.Number))] },
        };
    }
}
