using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>Runs the trials of a plan one after the other and stores each before the next begins.</summary>
internal sealed class RunSession(RunFolder folder, IRunProgress progress, Recording recording)
{
    // A machine that fails this many trials in a row will fail the next as well; the reasons are in the results.
    private const int FailuresInARow = 10;

    /// <summary>
    /// Runs every planned trial that <paramref name="run"/> does not hold yet. Returns the run with what was added, also when it was
    /// interrupted: finished trials always count, the one under way never does.
    /// </summary>
    /// <exception cref="IOException">A finished trial could not be stored.</exception>
    public async Task<RunResult> RunAsync(RunResult run, CancellationToken cancellationToken)
    {
        var cells = run.Plan.Cells.ToDictionary(cell => cell.Id);
        var done = run.Trials.Select(trial => trial.Number).ToHashSet();
        var trials = run.Trials.ToList();
        var runner = new TrialRunner(run.Plan.Scenario, folder.Path, recording);
        progress.Begin(run, folder.Path);
        var failures = 0;
        using var polling = PollingProcessors.TryHold(run.Plan.Scenario.Idle);
        foreach (var trial in run.Plan.Trials.Where(trial => !done.Contains(trial.Number)))
        {
            if (cancellationToken.IsCancellationRequested || failures == FailuresInARow)
            {
                break;
            }

            var cell = cells[trial.CellId];
            progress.TrialStarting(trial, cell);
            if (await TryRunAsync(runner, trial, cell, cancellationToken).ConfigureAwait(false) is not { } result)
            {
                break;
            }

            result = TrialChecks.RequireBackendOf(result, trials);
            folder.Append(result);
            trials.Add(result);
            progress.TrialEnded(cell, result);
            failures = result.Status == TrialStatus.Failed ? failures + 1 : 0;
        }

        return run with { Trials = trials };
    }

    private static async Task<TrialResult?> TryRunAsync(
        TrialRunner runner, PlannedTrial trial, Cell cell, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(trial, cell, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
