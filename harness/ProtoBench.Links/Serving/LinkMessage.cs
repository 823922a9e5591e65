using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Links.Serving;

/// <summary>
/// A line from <c>protobench link serve</c> to the trial runner: <c>hello</c>, <c>ready</c>, then one answer to each request, or
/// <c>error</c>.
/// </summary>
internal sealed record LinkMessage
{
    /// <summary>
    /// <c>hello</c>, <c>ready</c>, <c>certificate</c>, <c>restarted</c>, <c>statistics</c>, <c>marks</c> or <c>error</c>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Version of this contract, in <c>hello</c>.</summary>
    public int? Contract { get; init; }

    /// <summary>In <c>hello</c>: always <c>link</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Process id, in <c>hello</c>. It is the same before and after the program enters a user namespace.</summary>
    public int? Pid { get; init; }

    /// <summary>In <c>ready</c>: address the server is to listen on and the client connects to.</summary>
    public string? ServerAddress { get; init; }

    /// <summary>
    /// In <c>ready</c>: the address instead of <see cref="ServerAddress"/> for a server whose connections are to have the congestion
    /// control of that name; null or without it: the link has one congestion control for all.
    /// </summary>
    public IReadOnlyDictionary<string, string>? CongestionAddresses { get; init; }

    /// <summary>In <c>ready</c>: address of the client's side.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>In <c>ready</c>: put in front of a command, it runs inside the client's namespace.</summary>
    public IReadOnlyList<string>? EnterClient { get; init; }

    /// <summary>In <c>ready</c>: put in front of a command, it runs inside the server's namespace.</summary>
    public IReadOnlyList<string>? EnterServer { get; init; }

    /// <summary>In <c>ready</c>.</summary>
    public LinkFacts? Facts { get; init; }

    /// <summary>In <c>ready</c>: about how long a quick certificate takes.</summary>
    public double? CertificateSeconds { get; init; }

    /// <summary>In <c>ready</c>: round trip of a small packet on the idle link, without jitter.</summary>
    public double? RoundTripSeconds { get; init; }

    /// <summary>In <c>certificate</c>.</summary>
    public LinkCertificate? Certificate { get; init; }

    /// <summary>In <c>statistics</c>: since the last restart.</summary>
    public LinkStatistics? Statistics { get; init; }

    /// <summary>In <c>statistics</c>: sentences that make a trial invalid.</summary>
    public IReadOnlyList<string>? Objections { get; init; }

    /// <summary>In <c>marks</c>: what the link did in the window.</summary>
    public IReadOnlyList<TimeMark>? Marks { get; init; }

    /// <summary>In <c>marks</c>: what waited in front of the link's rates in the window; empty where nothing did.</summary>
    public IReadOnlyList<LinkQueueSeries>? Queues { get; init; }

    /// <summary>In <c>error</c>: a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>In <c>error</c>: what would help.</summary>
    public string? Remedy { get; init; }
}
