using System.Diagnostics;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// Nodes that Slurm has given us for as long as a process here holds them. When this process ends, killed or not, the holder's input ends,
/// and with it the allocation and every step in it; a machine that loses power leaves it to its time limit.
/// </summary>
internal sealed class SlurmAllocation : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = SlurmCommands.UsualPatience + TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NewsLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    private readonly SlurmCommands _commands;
    private readonly Process _process;
    private readonly Task<string> _complaints;
    private readonly Stopwatch _age = Stopwatch.StartNew();
    private readonly TimeSpan _time;

    private SlurmAllocation(SlurmCommands commands, Process process, TimeSpan time)
    {
        (_commands, _process, _time) = (commands, process, time);
        _complaints = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Number of the job.</summary>
    public string Job { get; private set; } = "";

    /// <summary>Does it still stand? Slurm tells the holder when it is cancelled, has reached its limit, or has lost a node.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Is it gone, or about to? Its steps end in the same moment as it does, and may be heard of first.</summary>
    public bool IsEnding => _process.WaitForExit(NewsLimit);

    /// <summary>Is so little of its time left, a quarter, that the next trial might not end in it?</summary>
    public bool IsOld => _age.Elapsed > 0.75 * _time;

    /// <summary>Asks for nodes.</summary>
    /// <exception cref="TrialFailedException">They were not given; the message says why.</exception>
    public static async Task<SlurmAllocation> OpenAsync(
        SlurmCommands commands, IReadOnlyList<string> nodes, SlurmRequest request, CancellationToken cancellationToken)
    {
        var start = commands.Allocate(nodes, request);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var allocation = new SlurmAllocation(commands, Process.Start(start)!, request.Time);
        try
        {
            allocation.Job = await allocation.GrantedAsync(nodes, cancellationToken).ConfigureAwait(false);
            return allocation;
        }
        catch
        {
            await allocation.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var alive = IsAlive;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The holder had gone already.
        }

        using var grace = new CancellationTokenSource(MachineLoad.Read().Stretch(GracePeriod));
        await _process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Job.Length > 0 && (!alive || !_process.HasExited))
        {
            // A holder that was killed has given nothing back.
            await CancelAsync().ConfigureAwait(false);
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task CancelAsync()
    {
        try
        {
            await HostCall.RunAsync(_commands.Cancel(Job), "scancel", CallLimit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TrialFailedException)
        {
            // Slurm does not answer; the allocation ends at its limit.
        }
    }

    private async Task<string> GrantedAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(AnswerLimit);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(over.Token).ConfigureAwait(false) is { } line)
            {
                if (line.StartsWith(SlurmCommands.Granted, StringComparison.Ordinal))
                {
                    return line[SlurmCommands.Granted.Length..].Trim();
                }
            }

            await _process.WaitForExitAsync(over.Token).ConfigureAwait(false);
            if (_process.ExitCode == ChildExitCode.Unsupported)
            {
                throw new TrialFailedException(
                    "Slurm is not installed here, there is no salloc: run it where 'salloc true' works, or write launcher: ssh");
            }

            var said = HostCall.LastLine(await _complaints.ConfigureAwait(false));
            var troubles = await TroublesAsync(nodes, cancellationToken).ConfigureAwait(false);
            throw new TrialFailedException(
                $"Slurm gives no allocation of {string.Join(", ", nodes)}: {string.Join("; ", [SlurmCommands.Plain(said), .. troubles])}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TrialFailedException(
                $"Slurm did not say within {AnswerLimit.TotalSeconds:0} s whether it gives an allocation of {string.Join(", ", nodes)}");
        }
    }

    private async Task<IReadOnlyList<string>> TroublesAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        try
        {
            var call = await HostCall.RunAsync(_commands.States(nodes), "sinfo", CallLimit, cancellationToken).ConfigureAwait(false);
            return call.ExitCode == 0 ? SlurmCommands.Troubles(call.Output) : [];
        }
        catch (TrialFailedException)
        {
            // What salloc said stands for itself.
            return [];
        }
    }
}
