using ProtoBench.Load.Children;
using ProtoBench.Machine;

namespace ProtoBench.Trials;

/// <summary>
/// The one build that all peers of a run, or of a side of a comparison, must be of. Peers are started from files: who builds anew in the
/// middle of a run would mix two builds under one name.
/// </summary>
/// <param name="expected">What the peers must be of; null: of whatever the first ones are.</param>
internal sealed class OneBuild(string? expected = null)
{
    private string? _build;

    /// <summary>
    /// For the peers of this very build: those that an unfinished build or a copy left behind would be measured under its name.
    /// </summary>
    /// <exception cref="IOException">There is no peer, or it is no program; the message says what to do.</exception>
    public static OneBuild OfThis()
    {
        try
        {
            return new OneBuild(PeerBuild.Expected(Executables.Peer + ".dll"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            throw new IOException($"the program that plays the sides of a trial cannot be read; build anew ({error.Message})");
        }
    }

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

        if (expected is not null && build != expected)
        {
            throw new TrialFailedException(
                $"the peers are of build {build} and this program was built with {expected}: was only a part of it built? Build anew");
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
