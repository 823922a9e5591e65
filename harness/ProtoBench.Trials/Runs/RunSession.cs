using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Searches;
using ProtoBench.Trials.Rounds;
using ProtoBench.Trials.Servers;

namespace ProtoBench.Trials.Runs;

/// <summary>
/// Runs the trials of a plan, each alone or a round of them together, and stores each before the next begins. It ends early where the
/// scenario says so and nothing is left to be found out, or no time.
/// </summary>
/// <param name="folder">Where they are stored.</param>
/// <param name="progress">Hears of each.</param>
/// <param name="recording">What is kept of the traffic.</param>
/// <param name="launcher">Starts the sides; null: on this machine.</param>
internal sealed class RunSession(RunFolder folder, IRunProgress progress, Recording recording, ILauncher? launcher = null)
{
    // A machine that fails this many trials in a row will fail the next as well; the reasons are in the results.
    private const int FailuresInARow = 10;

    private readonly ILauncher _launcher = launcher ?? LocalLauncher.Instance;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _failures;

    /// <summary>Why nothing more could be started, so that the run ended before its time; null: nothing kept it from going on.</summary>
    public string? Lost { get; private set; }

    /// <summary>Stands in for the time that a host which is out of reach is waited for; null: that time passes.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Wait { get; init; }

    /// <summary>
    /// Runs every planned trial that <paramref name="run"/> does not hold yet. Returns the run with what was added, also when it was
    /// interrupted: finished trials always count, those under way never do. Trials that had not all of their hosts are run again.
    /// </summary>
    /// <exception cref="IOException">A finished trial could not be stored.</exception>
    public async Task<RunResult> RunAsync(RunResult run, CancellationToken cancellationToken)
    {
        var hosts = new LostHosts(_launcher, mayLeaveOut: run.Plan.Cells.All(cell => cell.Load.Search is null))
        {
            Wait = Wait ?? Task.Delay,
        };
        var asked = run with { Trials = [.. run.Trials.Where(trial => trial.Without is null)] };
        var ended = await RunAsync(asked, hosts, cancellationToken).ConfigureAwait(false);
        Lost = hosts.Lost ?? (ended.Ending is null ? LostHosts.WhyIncomplete(ended.Trials) : null);
        return ended;
    }

    private async Task<RunResult> RunAsync(RunResult run, LostHosts hosts, CancellationToken cancellationToken)
    {
        progress.Begin(run, folder.Path);
        using var polling = _launcher.IsLocal ? PollingProcessors.TryHold(run.Plan.Scenario.Idle) : null;
        var trials = run.Trials.ToList();
        var slowest = TimeSpan.Zero;
        foreach (var repetition in run.Plan.Trials.GroupBy(trial => trial.Repetition))
        {
            var began = _watch.Elapsed;
            if (EarlyEnding.Of(run with { Trials = trials }, repetition.Key, began, slowest) is { } ending)
            {
                folder.End(ending);
                return (run with { Trials = trials }).EndedBy(ending);
            }

            if (!await RepeatAsync(run.Plan, [.. repetition], trials, hosts, cancellationToken).ConfigureAwait(false))
            {
                return run with { Trials = trials };
            }

            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, (_watch.Elapsed - began).Ticks));
        }

        if (SearchTrials.Ending(run.Plan, trials) is { } found)
        {
            folder.End(found);
            return (run with { Trials = trials }).EndedBy(found);
        }

        if (EarlyEnding.AtTheEnd(run with { Trials = trials }) is { } end)
        {
            folder.End(end);
            return (run with { Trials = trials }).EndedBy(end);
        }

        return run with { Trials = trials };
    }

    /// <summary>False: it was interrupted, or has failed too often.</summary>
    private async Task<bool> RepeatAsync(
        Plan plan, IReadOnlyList<PlannedTrial> repetition, List<TrialResult> trials, LostHosts hosts, CancellationToken cancellationToken)
    {
        var cells = plan.Cells.ToDictionary(cell => cell.Id);
        var done = trials.Select(trial => trial.Number).ToHashSet();
        var wanted = EarlyEnding.Wanted(plan, repetition[0].Repetition, trials);
        var runner = new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario), recording, launcher);
        var rounds = new RoundRunner(plan.Scenario, folder.Path, launcher);
        foreach (var together in Together(repetition))
        {
            var left = together.Where(trial => !done.Contains(trial.Number) && wanted.Contains(trial.CellId))
                .Select(trial => (Trial: trial, Cell: cells[trial.CellId])).ToList();
            if (together.Any(trial => done.Contains(trial.Number)))
            {
                // The rest of a round that a kill cut short runs with other processes than those it would be compared with.
                left = [.. left.Select(one => (one.Trial with { Round = null }, one.Cell))];
            }

            var phase = SearchPhase.Search;
            if (left is [(_, { Load.Search: not null, Runs: true })])
            {
                left = SearchTrials.Next(plan, left[0].Cell, trials) is var next && next is { } move ? [(left[0].Trial, move.Cell)] : [];
                phase = next?.Phase ?? phase;
            }

            if (left.Count == 0)
            {
                continue;
            }

            if (cancellationToken.IsCancellationRequested || _failures >= FailuresInARow)
            {
                return false;
            }

            if (!await hosts.IsReadyAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            left.ForEach(one => progress.TrialStarting(one.Trial, one.Cell));
            if (await TryRunAsync(async () => together.Count > 1
                ? await rounds.RunAsync(left, cancellationToken).ConfigureAwait(false)
                : [await runner.RunAsync(left[0].Trial, left[0].Cell, cancellationToken).ConfigureAwait(false)],
                cancellationToken).ConfigureAwait(false) is not { } results)
            {
                return false;
            }

            foreach (var (result, cell) in results.Zip(left, (result, one) => (result, one.Cell)))
            {
                var judged = hosts.Mark(TrialChecks.RequireBackendOf(result, trials));
                Store(cell.Load.Search is null ? judged : SearchTrials.Judge(cell, phase, judged), cell, trials);
            }
        }

        return true;
    }

    // What is kept of the traffic is kept of one arm at a time.
    private IEnumerable<IReadOnlyList<PlannedTrial>> Together(
        IReadOnlyList<PlannedTrial> repetition) => !recording.Packets && !recording.Qlog
        ? repetition.GroupBy(trial => trial.Round ?? -trial.Number).Select(round => (IReadOnlyList<PlannedTrial>)[.. round])
        : repetition.Select(trial => (IReadOnlyList<PlannedTrial>)[trial]);

    private void Store(TrialResult result, Cell cell, List<TrialResult> trials)
    {
        folder.Append(result);
        trials.Add(result);
        progress.TrialEnded(cell, result);
        _failures = result.Status == TrialStatus.Failed ? _failures + 1 : 0;
    }

    private static async Task<IReadOnlyList<TrialResult>?> TryRunAsync(
        Func<Task<IReadOnlyList<TrialResult>>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
