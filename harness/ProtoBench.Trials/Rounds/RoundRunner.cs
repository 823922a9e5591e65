using System.Diagnostics;
using ProtoBench.Links.Serving;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Trials.Pairs;

namespace ProtoBench.Trials.Rounds;

/// <summary>
/// Runs one round: a fresh process pair of every arm, all alive at once on the same processors and driven in turns. Over an emulated link
/// they share one, certified before any of them starts.
/// </summary>
/// <param name="scenario">The conditions of every trial.</param>
/// <param name="runFolder">Where logs go.</param>
/// <param name="launcher">Starts the sides; null: on this machine.</param>
internal sealed class RoundRunner(Scenario scenario, string runFolder, ILauncher? launcher = null)
{
    private readonly OneBuild _build = OneBuild.OfThis();
    private readonly ILauncher _launcher = launcher ?? LocalLauncher.Instance;
    private readonly PairSide _side = new() { Label = "", Scenario = scenario, Cells = [] };

    /// <summary>
    /// Never throws for anything the round does: whatever goes wrong becomes the status and reason of the trial it happened to, and the
    /// others go on without it.
    /// </summary>
    /// <param name="trials">What the round consists of, each with its cell.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>One result for each trial, in order.</returns>
    /// <exception cref="OperationCanceledException">The run was interrupted; the round does not count at all.</exception>
    public async Task<IReadOnlyList<TrialResult>> RunAsync(
        IReadOnlyList<(PlannedTrial Trial, Cell Cell)> trials, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var started = DateTimeOffset.UtcNow;
        var results = await LinkAttempts.RunAsync(async attempt =>
        {
            var arms = trials.Select(trial => new RoundArm(trial.Cell, trial.Trial.Seed, Empty(trial.Trial, attempt, started))).ToList();
            await AttemptAsync(arms, attempt, cancellationToken).ConfigureAwait(false);
            return (IReadOnlyList<TrialResult>)[.. arms.Select(arm => arm.Result)];
        }).ConfigureAwait(false);

        // What a trial of it took: the whole round is in the sum over its trials.
        var seconds = Math.Round(watch.Elapsed.TotalSeconds / trials.Count, 3);
        return [.. results.Select((result, i) => result with { Started = started.AddSeconds(i * seconds), Seconds = seconds })];
    }

    private async Task AttemptAsync(List<RoundArm> arms, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (arms[0].Cell.Link == ScenarioVocabulary.Loopback)
            {
                await MeasureAsync(arms, link: null, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await MeasureOverLinkAsync(arms, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (TrialFailedException error)
        {
            // What all of them share has failed.
            foreach (var arm in arms)
            {
                arm.Fail(error.Message);
            }
        }
    }

    private async Task MeasureOverLinkAsync(List<RoundArm> arms, int attempt, CancellationToken cancellationToken)
    {
        var profile = LinkProfileFiles.Place(scenario, arms[0].Cell.Link, runFolder);
        var link = await LinkProcess.StartAsync(
            profile, arms[0].Seed, capture: null, scenario.Idle, LinkCongestion.Of(arms.Select(arm => arm.Cell.Arm)),
            cancellationToken).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            var certificate = (await link.CertifyAsync(cancellationToken).ConfigureAwait(false)).Certificate!;

            // As for a single trial: measured over a link that does not hold only when no attempt is left.
            if (certificate.Holds || attempt == LinkAttempts.Most)
            {
                await link.RestartAsync(cancellationToken).ConfigureAwait(false);
                await MeasureAsync(arms, link.Ready, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                foreach (var arm in arms)
                {
                    arm.Result = arm.Result with { Status = TrialStatus.Succeeded, Reasons = [] };
                }
            }

            var evidence = await link.EvidenceAsync(certificate, cancellationToken).ConfigureAwait(false);
            foreach (var arm in arms)
            {
                arm.Result = TrialChecks.AddLink(arm.Result, evidence);
            }
        }
    }

    private async Task MeasureAsync(List<RoundArm> arms, LinkMessage? link, CancellationToken cancellationToken)
    {
        var stages = new TrialStages();
        await MeasureAsync(arms, link, stages, cancellationToken).ConfigureAwait(false);
        foreach (var arm in arms.Where(arm => arm.Result.Measurement is not null))
        {
            arm.Result = arm.Result with { Times = stages.Ended(arms.Count) };
        }
    }

    private async Task MeasureAsync(List<RoundArm> arms, LinkMessage? link, TrialStages stages, CancellationToken cancellationToken)
    {
        await _launcher.ReadyAsync(executable: null, cancellationToken).ConfigureAwait(false);
        _launcher.Looks?.Begin();
        using var machine = new MachineWatch();
        try
        {
            var rehearsed = await StartAsync(arms, link, cancellationToken).ConfigureAwait(false);
            machine.Follow();
            stages.Started();
            await Task.WhenAll(rehearsed).ConfigureAwait(false);
            await SidesAtRest.WaitAsync(_launcher.IsLocal ? Used(arms) : null, cancellationToken).ConfigureAwait(false);
            var slowest = await WarmUpAsync(arms, cancellationToken).ConfigureAwait(false);
            var turns = LoadClock.Now;
            if (!double.IsPositiveInfinity(slowest))
            {
                await Turns.DriveAsync(
                    arms.Count,
                    SlicePlan.ForRound(scenario.Duration, slowest),
                    arms[0].Seed,
                    (arm, duration) => arms[arm].TryAsync(side => side.SliceAsync(duration, cancellationToken))).ConfigureAwait(false);
            }

            stages.Loaded(turns);
            await EachAsync(arms, arm => FinishAsync(arm, machine, cancellationToken)).ConfigureAwait(false);

            // Each saw the others of the round as well, and their work is no stranger's.
            var seen = arms.SelectMany(arm => arm.Side?.Machines ?? []).ToList();
            foreach (var arm in arms.Where(arm => arm.Side?.Machines.Count > 0))
            {
                arm.Result = arm.Result with { HostMachines = arm.Side!.HostMachines(seen) };
            }
        }
        finally
        {
            await EachAsync(arms, arm => arm.DisposeAsync().AsTask()).ConfigureAwait(false);
        }
    }

    // On this machine all at once, because nothing is measured any more; between hosts the path and the clocks still are, one arm after the
    // other.
    private async Task EachAsync(List<RoundArm> arms, Func<RoundArm, Task> action)
    {
        if (_launcher.IsLocal)
        {
            await Task.WhenAll(arms.Select(action)).ConfigureAwait(false);
            return;
        }

        foreach (var arm in arms)
        {
            await action(arm).ConfigureAwait(false);
        }
    }

    private static async Task FinishAsync(RoundArm arm, MachineWatch machine, CancellationToken cancellationToken)
    {
        if (await arm.TryAsync(
            side => side.FinishWithUsageAsync(arm.Result, machine.Between, cancellationToken)).ConfigureAwait(false) is { } result)
        {
            arm.Result = result;
        }
    }

    private static Func<double> Used(List<RoundArm> arms)
    {
        var processes = arms.SelectMany(arm => arm.Processes).ToArray();
        return () => processes.Sum(MachineReader.SecondsOf);
    }

    // As many at once as there are processors: more would only wait for each other, and against the limits of a start. Those that are up
    // rehearse while the next start, because rehearsing is mostly waiting.
    private async Task<IReadOnlyList<Task>> StartAsync(List<RoundArm> arms, LinkMessage? link, CancellationToken cancellationToken)
    {
        var rehearsals = new Task[arms.Count];
        using var places = new SemaphoreSlim(Environment.ProcessorCount);
        try
        {
            await Task.WhenAll(arms.Select(StartOneAsync)).ConfigureAwait(false);
            return rehearsals;
        }
        catch
        {
            // Nothing of them may run when the sides are ended.
            await Task.WhenAll(rehearsals.OfType<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        async Task StartOneAsync(RoundArm arm, int number)
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await arm.StartAsync(log => LiveSide.StartAsync(
                    _side,
                    arm.Cell,
                    arm.Seed,
                    _launcher,
                    _launcher.Processors(scenario.Pinning),
                    LinkCongestion.Placed(link, arm.Cell.Arm),
                    _build,
                    Path.Combine(runFolder, log),
                    cancellationToken)).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }

            rehearsals[number] = arm.TryAsync(side => side.RehearseAsync(cancellationToken));
        }
    }

    // One after the other, in an order of its own: who comes last has idled the least when the turns begin.
    private static async Task<double> WarmUpAsync(List<RoundArm> arms, CancellationToken cancellationToken)
    {
        var slowest = double.PositiveInfinity;
        var order = Enumerable.Range(0, arms.Count).ToArray();
        new SeededRandom(arms[0].Seed).Shuffle<int>(order);
        foreach (var arm in order.Select(i => arms[i]))
        {
            if (await arm.TryAsync(side => side.WarmUpAsync(cancellationToken)).ConfigureAwait(false) is { } warmed)
            {
                slowest = Math.Min(slowest, warmed.ExchangesPerSecond);
            }
        }

        return slowest;
    }

    private TrialResult Empty(PlannedTrial trial, int attempt, DateTimeOffset started)
    {
        var folder = Path.Combine("logs", attempt == 1 ? $"{trial.Number:D4}" : $"{trial.Number:D4}-{attempt}");
        Directory.CreateDirectory(Path.Combine(runFolder, folder));
        return new TrialResult
        {
            Number = trial.Number,
            CellId = trial.CellId,
            Repetition = trial.Repetition,
            Round = trial.Round,
            Status = TrialStatus.Failed,
            Started = started,
            Seconds = 0,
            Logs = folder,
        };
    }
}
