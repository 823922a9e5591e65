using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>
/// Where the sides of the trials of a run are started, and how: on this machine, or on hosts. One lives as long as its run; disposing it
/// ends what it holds there. The sides themselves are ended by who started them.
/// </summary>
internal interface ILauncher : IAsyncDisposable
{
    /// <summary>Do all sides run on this machine?</summary>
    bool IsLocal { get; }

    /// <summary>Where servers run. What was not written is known when it is ready.</summary>
    Place Server { get; }

    /// <summary>Where the client runs; of several the first.</summary>
    Place Client { get; }

    /// <summary>Where clients run. Where there are more of them than places, they are dealt to these in turn.</summary>
    IReadOnlyList<Place> Clients => [Client];

    /// <summary>The machines that these are, as they said when they were ready; null: all is this machine.</summary>
    IReadOnlyList<RunHost>? Hosts => null;

    /// <summary>What was last seen of the paths between hosts; null where all is one machine.</summary>
    LastLooks? Looks => null;

    /// <summary>
    /// Completes when sides can be started: hosts are reached, again where the connection was lost, and hold the build. To be called before
    /// each trial; costs nothing where all is well.
    /// </summary>
    /// <param name="executable">The command of another build whose peers are to play; null: this one's.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">A host is out of reach, or cannot run the build; the message says which and why.</exception>
    Task ReadyAsync(string? executable, CancellationToken cancellationToken);

    /// <summary>
    /// Why the build on a host cannot play an arm, as the end of a sentence; null when it can, or did not tell. Known when it is ready.
    /// What this machine can play the plan knows.
    /// </summary>
    /// <param name="host">Its name.</param>
    /// <param name="executable">As <see cref="ReadyAsync"/> has it.</param>
    /// <param name="arm">What is to be played.</param>
    string? WhyNot(string host, string? executable, Arm arm) => null;

    /// <summary>Hosts of clients that are left out because they are out of reach.</summary>
    IReadOnlyList<string> Without => [];

    /// <summary>
    /// Looks for every host once, and leaves those of clients out that are out of reach; those that are back have their part again. Not to
    /// be called while a trial runs.
    /// </summary>
    /// <returns>
    /// Can trials be started on what remains? False where the server's host is lost or no client's is left; none is left out then.
    /// </returns>
    Task<bool> LeaveOutLostAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>How the processors of the places are divided.</summary>
    ProcessorSplit Processors(Pinning pinning);

    /// <summary>The command that starts a side. Its standard streams are those of the side, wherever it runs.</summary>
    /// <exception cref="TrialFailedException">There is no such program.</exception>
    Launch Launch(Place place, ChildCommand command);
}
