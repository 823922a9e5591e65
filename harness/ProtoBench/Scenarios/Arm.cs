using ProtoBench.Protocols;

namespace ProtoBench.Scenarios;

/// <summary>One side of a comparison: a protocol with its settings.</summary>
public sealed record Arm
{
    /// <summary>Unique within the scenario and shown everywhere. Default: the protocol's name with its settings, such as <c>websocket-http2-tls</c>.</summary>
    public required string Label { get; init; }

    /// <summary>A name of the protocol catalog.</summary>
    public required string Protocol { get; init; }

    /// <summary>Run inside TLS 1.3. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>The carrier, where the protocol has a choice; null is its default.</summary>
    public string? Over { get; init; }

    /// <summary>TCP_NODELAY. Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>TCP congestion control by its kernel name; null keeps the system's.</summary>
    public string? CongestionControl { get; init; }

    /// <summary>How socket calls wait.</summary>
    public IoMode Io { get; init; } = IoMode.Async;
}
