using System.ComponentModel;
using System.Diagnostics;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials.Pairs;

/// <summary>Asks the peer of another build what it can play, before anything starts.</summary>
internal static class BuildIntroduction
{
    // As for any other child: half a second on a quiet machine.
    private static readonly WaitLimit Limit = new(TimeSpan.FromSeconds(10));

    /// <summary>What it says of itself; null from builds that do not tell (contract 2 and before), and where it cannot be asked.</summary>
    /// <param name="executable">The command of that build.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<Hello?> AskAsync(string executable, CancellationToken cancellationToken)
    {
        var peer = Executables.PeerOf(executable);
        if (peer == executable)
        {
            // From before there was a peer of its own.
            return null;
        }

        var start = new ProcessStartInfo(peer, ["hello", "--stdio"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start) ?? throw new Win32Exception("it did not start");
            return await ReadAsync(process, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            // The first pair will fail with the reason.
            return null;
        }
    }

    /// <summary>
    /// Why a build cannot play a side, as the end of a sentence that begins with the build; null when nothing is known to keep it from
    /// that.
    /// </summary>
    /// <param name="hello">What it said on this machine.</param>
    /// <param name="cells">What it is to play.</param>
    /// <param name="here">Is this the machine it is to play on? Elsewhere what this one lacks keeps it from nothing.</param>
    public static string? WhyNot(Hello? hello, IReadOnlyList<Cell> cells, bool here) =>
        hello?.Capabilities is not { Requests: true } && cells.Any(cell => cell.Runs && IsNew(cell.Workload))
        ? "knows no requests of your own, no reuse and no think, and would send other ones: compare with a newer build of it"
        : hello is null ? null
        : PeerContract.WhyNot(hello.Version)
            ?? cells.Where(cell => cell.Runs)
                .Select(cell => here
                    ? hello.Capabilities?.WhyNot(cell.Arm.Protocol, cell.Arm.Backend)
                    : hello.Capabilities?.WhyUnknown(cell.Arm.Protocol, cell.Arm.Backend))
                .FirstOrDefault(reason => reason is not null);

    // What it would leave out without a word.
    private static bool IsNew(Workload workload) =>
        workload.Requests is not null || workload.Reuse is not null || workload.Think is not null;

    private static async Task<Hello?> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = process.StandardOutput.ReadToEndAsync(over.Token);
        var complaints = process.StandardError.ReadToEndAsync(over.Token);
        var limit = Limit.OverAsync(() => null, MachineLoad.Read, over.Token);
        await Task.WhenAny(Task.WhenAll(reading, complaints), limit).ConfigureAwait(false);
        if (!process.HasExited && !reading.IsCompleted)
        {
            process.Kill(entireProcessTree: true);
        }

        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return reading.IsCompletedSuccessfully ? ChildJson.Read((await reading.ConfigureAwait(false)).Trim()) as Hello : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
