using System.Net;
using ProtoBench.Contract.Requests;
using ProtoBench.Machine.Holding;

namespace ProtoBench.Trials.Servers;

/// <summary>A command that is to become a server, with every placeholder filled in.</summary>
internal sealed record ServerOrder
{
    /// <summary>For <c>/bin/sh</c>.</summary>
    public required string Command { get; init; }

    /// <summary>As the user wrote it, for messages.</summary>
    public required string Written { get; init; }

    /// <summary>Where it was told to listen.</summary>
    public required EndPoint EndPoint { get; init; }

    /// <summary>The certificate it was given, which the client then trusts; null: it was given none.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>What its client must know of it; null: it follows the contract of our own servers.</summary>
    public ForeignSite? Site { get; init; }

    /// <summary>Put in front of a command, it runs where the server is; empty: here.</summary>
    public IReadOnlyList<string> Enter { get; init; } = [];

    /// <summary>As <c>taskset -c</c> takes them; null: all.</summary>
    public string? Processors { get; init; }

    /// <summary>File for its output.</summary>
    public required string LogPath { get; init; }

    /// <summary>From its start to being ready.</summary>
    public TimeSpan StartLimit { get; init; } = CommandServer.DefaultStartLimit;

    /// <summary>What gives it longer, for messages.</summary>
    public string LongerBy { get; init; } = CommandServer.StartLimitOption;

    /// <summary>Number of the signal that asks for its end.</summary>
    public int StopSignal { get; init; } = ProcessCalls.Terminate;

    /// <summary>What its holder asks it; null: <see cref="LogLine"/> shows that it is ready.</summary>
    public ReadinessProbe? Probe { get; init; }

    /// <summary>A part of a line that shows that it is ready; null: <see cref="Probe"/> does.</summary>
    public string? LogLine { get; init; }

    /// <summary>Its own folder, deleted when it has ended; null: none.</summary>
    public string? OwnFolder { get; init; }
}
