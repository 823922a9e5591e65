using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>
/// What a run, or a comparison in pairs, does about hosts that are out of reach between two trials: it tries again for half a minute, goes
/// on without those of clients where one remains, and else ends. A trial without all of its hosts is kept, and counts for nothing: it was
/// not what was asked for.
/// </summary>
/// <param name="launcher">Reaches them.</param>
/// <param name="mayLeaveOut">May the run go on without some? Not where the next trial depends on what the last one found.</param>
internal sealed class LostHosts(ILauncher launcher, bool mayLeaveOut)
{
    /// <summary>
    /// Waits before a host that is out of reach is tried again. Default: long enough for one that is started anew, or whose cable was
    /// pulled by mistake.
    /// </summary>
    public IReadOnlyList<TimeSpan> Waits { get; init; } =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)];

    /// <summary>The builds whose sides are to be started, as <see cref="ILauncher.ReadyAsync"/> has them. Default: this one.</summary>
    public IReadOnlyList<string?> Executables { get; init; } = [null];

    /// <summary>Lets that time pass. Default: <see cref="Task.Delay(TimeSpan, CancellationToken)"/>.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Why nothing more could be started; null: nothing kept the run from going on.</summary>
    public string? Lost { get; private set; }

    /// <summary>
    /// Can a trial be started? False: not any more, or it was given up. A trial that was never begun is not one that failed: it is left to
    /// a run that goes on.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One that was lost is looked for before each trial, but the half minute is waited for it once only.
            return (launcher.Without.Count > 0 && await launcher.LeaveOutLostAsync(cancellationToken).ConfigureAwait(false))
                || await WaitedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The trial as it is stored: where hosts were left out, it says so and does not count.</summary>
    public TrialResult Mark(TrialResult result) => launcher.Without is not { Count: > 0 } without ? result : result with
    {
        Without = without,
        Status = result.Status == TrialStatus.Succeeded ? TrialStatus.Invalid : result.Status,
        Reasons =
        [
            .. result.Reasons,
            $"it ran without {string.Join(" and ", without)}, which was out of reach, so it is not what was asked for: --resume "
                + "runs it again",
        ],
    };

    /// <summary>Why a run that went through is not complete; null: all of its trials had their hosts.</summary>
    public static string? WhyIncomplete(IReadOnlyList<TrialResult> trials) =>
        trials.Where(trial => trial.Without is not null).ToList() is { Count: > 0 } lacking
            ? $"{string.Join(" and ", lacking.SelectMany(trial => trial.Without!).Distinct(StringComparer.Ordinal))} was out of reach, and "
                + $"{lacking.Count} of {trials.Count} trials ran without it and do not count"
            : null;

    private async Task<bool> WaitedAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                foreach (var executable in Executables)
                {
                    await launcher.ReadyAsync(executable, cancellationToken).ConfigureAwait(false);
                }

                return true;
            }
            catch (TrialFailedException) when (attempt < Waits.Count)
            {
                await Wait(Waits[attempt], cancellationToken).ConfigureAwait(false);
            }
            catch (TrialFailedException error)
            {
                if (mayLeaveOut && await launcher.LeaveOutLostAsync(cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }

                Lost = error.Message;
                return false;
            }
        }
    }
}
