using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>
/// The one build that all peers of a run, or of a side of a comparison, must be of. Peers are started from files: who builds anew in the
/// middle of a run would mix two builds under one name.
/// </summary>
internal sealed class OneBuild
{
    private string? _build;

    /// <summary>Takes in what the peers of a trial said of themselves; null where it is not a peer of ours.</summary>
    /// <exception cref="TrialFailedException">One of them is of another build than those before.</exception>
    public void Check(Hello? server, Hello? client)
    {
        if (server?.Build != client?.Build && server is not null && client is not null)
        {
            throw new TrialFailedException(
                $"the server is of build {Name(server)} and the client of {Name(client)}: both must be of one build; was it built in "
                    + "between?");
        }

        if ((client ?? server)?.Build is not { } build)
        {
            // From before peers told it.
            return;
        }

        _build ??= build;
        if (_build != build)
        {
            throw new TrialFailedException(
                $"the peers are of build {build} and those of earlier trials were of {_build}: was it built anew in between? Start again");
        }
    }

    private static string Name(Hello hello) => hello.Build ?? $"contract {hello.Version}";
}
