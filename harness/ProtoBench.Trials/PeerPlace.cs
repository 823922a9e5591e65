using ProtoBench.Links.Serving;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>Where and as what the two sides of a trial run.</summary>
/// <param name="Runtime">Settings of .NET, for both.</param>
/// <param name="Processors">On which processors each may run.</param>
/// <param name="Link">The emulated link between them; null: loopback.</param>
/// <param name="Logs">Start of the paths of their logs, which end in <c>server.log</c> and <c>client.log</c>.</param>
/// <param name="Build">The build both must be of.</param>
/// <param name="Executable">The command of another build whose peers are to play; null: this one's.</param>
internal sealed record PeerPlace(
    RuntimeSettings Runtime, ProcessorSplit Processors, LinkMessage? Link, string Logs, OneBuild Build, string? Executable = null)
{
    /// <summary>Command prefix of the server beside the link's; default: none.</summary>
    public IReadOnlyList<string> EnterServer { get; init; } = [];

    /// <summary>The same of the client.</summary>
    public IReadOnlyList<string> EnterClient { get; init; } = [];

    /// <summary>
    /// Do the sides get signs of life, so that each learns of the other's silence? Default: no; on this machine a process that ends closes
    /// its streams, and one that a debugger holds is not dead.
    /// </summary>
    public bool Beats { get; init; }

    public string ServerLog => Logs + "server.log";

    public ChildProcess StartServer() =>
        ChildProcess.Start("serve", Runtime, Processors.Server, Link?.EnterServer ?? EnterServer, ServerLog, Executable, Beats);

    public ChildProcess StartClient() =>
        ChildProcess.Start("drive", Runtime, Processors.Client, Link?.EnterClient ?? EnterClient, Logs + "client.log", Executable, Beats);
}
