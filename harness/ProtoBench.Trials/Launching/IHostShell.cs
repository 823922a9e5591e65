using System.Diagnostics;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// Runs commands on hosts, with their standard streams here. Disposing it ends what it holds: connections, or an allocation.
/// </summary>
internal interface IHostShell : IAsyncDisposable
{
    /// <summary>Completes when commands can be run on a host; again where that was lost. Says whether it was opened anew.</summary>
    /// <exception cref="TrialFailedException">It is out of reach; the message says why.</exception>
    Task<bool> OpenAsync(string host, CancellationToken cancellationToken);

    /// <summary>A command whose standard streams are those of a command on an open host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="words">The words of the command there.</param>
    ProcessStartInfo Command(string host, IReadOnlyList<string> words);

    /// <summary>How a command on a host ended, as a half-sentence, from the exit code of the command here.</summary>
    string End(string host, int exitCode);
}
