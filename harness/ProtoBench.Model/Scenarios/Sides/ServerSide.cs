using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>
/// A server of the user's that answers in a trial: a command that is started for it, or an address where one runs already.
/// </summary>
public sealed record ServerSide
{
    /// <summary>The name that stands for our own servers beside the user's.</summary>
    public const string Ours = "ours";

    /// <summary>Unique within the scenario; what <see cref="Arm.Server"/> names.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// For <c>/bin/sh</c>, with <see cref="SidePlaceholders"/> such as <c>{port}</c>; null: <see cref="Address"/> runs already.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>
    /// URL of a server that somebody else started, such as <c>https://127.0.0.1:8443/api</c>; null: <see cref="Command"/>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>
    /// Whoever runs the server at <see cref="Address"/> has agreed to the load. Needed where that is not this machine. Default false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Permitted { get; init; }

    /// <summary>The host that requests ask for and whose certificate is wanted; null: the address's, or localhost.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Host { get; init; }

    /// <summary>The protocols it speaks; null: each arm finds out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Protocols { get; init; }

    /// <summary>When the command counts as ready.</summary>
    public ReadyProbe Ready { get; init; } = new();

    /// <summary>Working folder of the command, as a full path; null: the trial's own folder, <c>{dir}</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Folder { get; init; }

    /// <summary>Files that are written into <c>{dir}</c> before the command starts, with their placeholders filled in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Files { get; init; }

    /// <summary>Added to the environment of the command; values may hold placeholders.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The signal that asks the command to end.</summary>
    public StopSignal StopSignal { get; init; } = StopSignal.Term;

    /// <summary>The server's certificate and what the client trusts.</summary>
    public SideTls Tls { get; init; } = new();

    /// <summary>How a WebSocket to it is opened; null: as plainly as can be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SideWebSocket? WebSocket { get; init; }

    /// <summary>What raw QUIC, or raw TCP inside TLS, offers in ALPN (RFC 7301); null: QUIC ours, TCP nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Alpn { get; init; }
}

/// <summary>What shows that a command has become a server.</summary>
public sealed record ReadyProbe
{
    public ReadyBy By { get; init; } = ReadyBy.Connection;

    /// <summary>
    /// Of <see cref="ReadyBy.Http"/>: the path that must answer with a status below 500. Of <see cref="ReadyBy.LogLine"/>: a part of a
    /// line. Else null.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>From its start. Default 10 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Ways to see that a server is ready.</summary>
public enum ReadyBy
{
    /// <summary>It accepts a connection, or, for protocols over UDP, a socket is bound to the port.</summary>
    Connection,

    /// <summary>It answers a request over HTTP/1.1, in plain text or inside TLS.</summary>
    Http,

    /// <summary>It has written a line.</summary>
    LogLine,
}

/// <summary>Signals that programs take for a request to end (signal(7)).</summary>
public enum StopSignal
{
    Hup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Usr1 = 10,
    Usr2 = 12,
    Term = 15,
}

/// <summary>TLS between our client and a server of the user's.</summary>
public sealed record SideTls
{
    /// <summary>Authorities to trust, in PEM; null: the trial's own certificate for a command, the system's for an address.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Authority { get; init; }

    /// <summary>The name in SNI and certificate; null: the host of the address, or localhost.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServerName { get; init; }

    /// <summary>
    /// File with the client's certificate and key in PEM, as a full path; null: none. A key does not belong into a result.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientFile { get; init; }

    /// <summary>Take any certificate. Default false; told in every report.</summary>
    public bool Insecure { get; init; }
}
