namespace ProtoBench.Model.Measurements;

/// <summary>
/// Where opening the client's connections took its time: all that it opened in the trial, those before the window included.
/// </summary>
public sealed record ConnectionOpenings
{
    public required long Count { get; init; }

    /// <summary>
    /// The transport's handshake, for QUIC with TLS. HdrHistogram V2 compressed, base64, in nanoseconds.
    /// </summary>
    public required string Connect { get; init; }

    /// <summary>The TLS handshake after it; null: there was none of its own.</summary>
    public string? Tls { get; init; }

    /// <summary>Resolving the name; null: there was none to resolve.</summary>
    public string? Dns { get; init; }
}
