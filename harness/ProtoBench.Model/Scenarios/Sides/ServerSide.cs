namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>
/// A server of the user's that answers in a trial: a command that is started for it, or an address where one runs already.
/// </summary>
public sealed record ServerSide
{
    /// <summary>Unique within the scenario; what <see cref="Arm.Server"/> names.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// For <c>/bin/sh</c>, with placeholders such as <c>{port}</c> for where to listen; null: <see cref="Address"/> runs already.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>
    /// URL of a server that somebody else started, such as <c>https://127.0.0.1:8443/api</c>; null: <see cref="Command"/>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>When the command counts as ready. Default: it accepts a connection of its arm's protocol's transport.</summary>
    public ReadyProbe Ready { get; init; } = new();

    /// <summary>
    /// Working folder of the command, relative to the scenario's file; null: the trial's own temporary folder, <c>{dir}</c>.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Added to the environment of the command; values may hold placeholders.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The signal that asks the command to end, without SIG. Default TERM.</summary>
    public string StopSignal { get; init; } = "TERM";

    /// <summary>The server's certificate and what the client trusts.</summary>
    public SideTls Tls { get; init; } = new();
}

/// <summary>What shows that a command has become a server.</summary>
public sealed record ReadyProbe
{
    public ReadyBy By { get; init; } = ReadyBy.Connection;

    /// <summary>Of <see cref="ReadyBy.Http"/>: the path that must answer with a status below 500. Of <see cref="ReadyBy.LogLine"/>: a part
    /// of a line. Else null.</summary>
    public string? Text { get; init; }

    /// <summary>From its start. Default 10 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Ways to see that a server is ready.</summary>
public enum ReadyBy
{
    /// <summary>It accepts a connection, or holds the UDP port.</summary>
    Connection,

    /// <summary>It answers a request over HTTP/1.1 or, inside TLS, over what it chooses.</summary>
    Http,

    /// <summary>It has written a line.</summary>
    LogLine,
}

/// <summary>TLS between ours and a server of the user's. Paths are relative to the scenario's file.</summary>
public sealed record SideTls
{
    /// <summary>
    /// PEM file of the authorities to trust; null: the trial's own certificate for a command, the system's for an address.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>The name in SNI and certificate; null: the host of the address, or localhost.</summary>
    public string? ServerName { get; init; }

    /// <summary>PEM file with the client's certificate and key; null: none.</summary>
    public string? Client { get; init; }

    /// <summary>Take any certificate. Default false; told in every report.</summary>
    public bool Insecure { get; init; }
}
