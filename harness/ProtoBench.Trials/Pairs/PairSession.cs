using ProtoBench.Analysis.Comparisons;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;

namespace ProtoBench.Trials.Pairs;

/// <summary>Runs the pairs of both stages and stores each before the next begins.</summary>
/// <param name="folder">Where they are stored.</param>
/// <param name="rule">What counts as changed.</param>
/// <param name="progress">Hears of each.</param>
/// <param name="launcher">Starts the processes; null: on this machine.</param>
internal sealed class PairSession(PairFolder folder, ComparisonRule rule, IPairProgress progress, ILauncher? launcher = null)
{
    // As in a run: what failed this often will fail again.
    private const int FailuresInARow = 5;

    private readonly ILauncher _launcher = launcher ?? LocalLauncher.Instance;

    /// <summary>Why nothing more could be started, so that it ended before its time; null: nothing kept it from going on.</summary>
    public string? Lost { get; private set; }

    /// <summary>Stands in for the time that a host which is out of reach is waited for; null: that time passes.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Wait { get; init; }

    /// <summary>Returns what was measured, also when it was interrupted: finished pairs always count.</summary>
    /// <exception cref="IOException">A finished pair could not be stored.</exception>
    public async Task<PairRun> RunAsync(PairRun run, CancellationToken cancellationToken)
    {
        using var polling = _launcher.IsLocal ? PollingProcessors.TryHold(run.Header.New.Scenario.Idle) : null;
        var all = Enumerable.Range(0, run.Header.Base.Cells.Count)
            .Where(index => run.Header.Base.Cells[index].Runs && run.Header.New.Cells[index].Runs)
            .ToArray();
        run = await StageAsync(run, all, stage: 1, run.Header.Pairs, cancellationToken).ConfigureAwait(false);
        var complete = run.Pairs.Count == all.Length * run.Header.Pairs;
        if (run.Header.ConfirmingPairs == 0 || !complete)
        {
            return run;
        }

        var ids = SuiteJudge.Suspects(PairedComparison.Of(run), rule).Select(metric => metric.Cell.Id).ToHashSet(StringComparer.Ordinal);
        var suspects = all.Where(index => ids.Contains(run.Header.Base.Cells[index].Id)).ToArray();
        return suspects.Length == 0
            ? run
            : await StageAsync(run, suspects, stage: 2, run.Header.ConfirmingPairs, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PairRun> StageAsync(PairRun run, int[] cells, int stage, int pairs, CancellationToken cancellationToken)
    {
        var runner = new PairRunner(run.Header, folder.Path, _launcher);

        // A pair has one client, and none without its host.
        var hosts = new LostHosts(_launcher, mayLeaveOut: false)
        {
            Executables = [.. new[] { run.Header.Base.Executable, run.Header.New.Executable }.Distinct(StringComparer.Ordinal)],
            Wait = Wait ?? Task.Delay,
        };
        var done = run.Pairs.ToList();
        progress.StageStarting(stage, [.. cells.Select(index => run.Header.Base.Cells[index])], pairs);
        var (failures, before) = (0, done.Count);
        for (var round = 1; round <= pairs; round++)
        {
            var repetition = stage == 1 ? round : run.Header.Pairs + round;
            var random = new SeededRandom(TrialSeed.Derive((ulong)run.Header.New.Scenario.Seed, (ulong)repetition));
            var order = cells.OrderBy(_ => random.Next()).ToArray();
            foreach (var index in order)
            {
                if (cancellationToken.IsCancellationRequested || failures == FailuresInARow)
                {
                    return run with { Pairs = done };
                }

                if (!await hosts.IsReadyAsync(cancellationToken).ConfigureAwait(false))
                {
                    Lost = hosts.Lost;
                    return run with { Pairs = done };
                }

                if (await TryRunAsync(runner, done.Count + 1, index, repetition, stage, cancellationToken).ConfigureAwait(
                    false) is not { } pair)
                {
                    return run with { Pairs = done };
                }

                folder.Append(pair);
                done.Add(pair);
                progress.PairEnded(run.Header.Base.Cells[index], pair, done.Count - before, cells.Length * pairs);
                failures = pair.Base.Status == TrialStatus.Failed ? failures + 1 : 0;
                Lost = failures == FailuresInARow ? $"{failures} pairs in a row failed" : null;
            }
        }

        return run with { Pairs = done };
    }

    private static async Task<PairResult?> TryRunAsync(
        PairRunner runner, int number, int index, int repetition, int stage, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(number, index, repetition, stage, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
