using System.Collections.Concurrent;
using System.Diagnostics;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// Runs commands as steps of one allocation of Slurm (srun(1)), which is asked for once a run and has all of its nodes to itself. Within an
/// allocation of the user's own that one is used, and left as it is.
/// </summary>
internal sealed class SlurmShell : IHostShell
{
    // srun's own answer where there was no step, and a command's where it ended so.
    private const int Failure = 1;

    // By signal 15, and two seconds later 9, Slurm ends the steps of an allocation that is over (slurm.conf(5), KillWait).
    private const int Terminated = 128 + 15;
    private const int Killed = 128 + 9;

    private readonly IReadOnlyList<string> _nodes;
    private readonly SlurmRequest _request;
    private readonly SlurmCommands _commands;
    private readonly string? _ownJob;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly ConcurrentDictionary<string, string> _opened = new(StringComparer.Ordinal);
    private SlurmAllocation? _allocation;

    /// <param name="plan">The nodes, and what is asked for.</param>
    /// <param name="before">Words before every program of Slurm's; null: none.</param>
    /// <param name="ownJob">An allocation that is there already; null: that of SLURM_JOB_ID, or none.</param>
    /// <param name="patience">So long nodes may be in use; null: ten seconds.</param>
    public SlurmShell(HostPlan plan, IReadOnlyList<string>? before = null, string? ownJob = null, TimeSpan? patience = null)
    {
        _nodes = [.. plan.All.Select(host => host.Name)];
        _request = plan.Slurm ?? new SlurmRequest();
        _commands = new SlurmCommands(before ?? [], patience ?? SlurmCommands.UsualPatience);
        _ownJob = ownJob ?? (Environment.GetEnvironmentVariable("SLURM_JOB_ID") is { Length: > 0 } job ? job : null);
    }

    private string Job => _ownJob ?? _allocation?.Job ?? throw new InvalidOperationException("there is no allocation yet");

    public async Task<bool> OpenAsync(string host, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_ownJob is null && _allocation is not { IsAlive: true, IsOld: false })
            {
                await AllocateAsync(cancellationToken).ConfigureAwait(false);
            }

            var job = Job;
            var isNew = !_opened.TryGetValue(host, out var last) || last != job;
            _opened[host] = job;
            return isNew;
        }
        finally
        {
            _opening.Release();
        }
    }

    public ProcessStartInfo Command(string host, IReadOnlyList<string> words) => _commands.Step(Job, host, words);

    public string End(string host, int exitCode) =>
        exitCode is Terminated or Killed && _allocation is { IsEnding: true, Job: var lost }
            ? $"was ended with allocation {lost} of Slurm, which was cancelled, reached its time limit or lost a node"
        : exitCode == Failure ? $"ended with exit code 1, or Slurm could not start it on {host}"
        : HostEnd.Describe(exitCode);

    public async ValueTask DisposeAsync()
    {
        if (_allocation is { } allocation)
        {
            await allocation.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
    }

    private async Task AllocateAsync(CancellationToken cancellationToken)
    {
        if (_allocation is { } former)
        {
            _allocation = null;
            await former.DisposeAsync().ConfigureAwait(false);
        }

        _allocation = await SlurmAllocation.OpenAsync(_commands, _nodes, _request, cancellationToken).ConfigureAwait(false);
    }
}
