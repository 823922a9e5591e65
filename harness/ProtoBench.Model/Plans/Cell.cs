using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Plans;

/// <summary>One combination of workload, protocol, link and load point. Its trials are replicates of each other.</summary>
public sealed record Cell
{
    /// <summary><c>workload/label/link/load</c>, for example <c>echo/http2/loopback/closed-1</c>. What <c>--filter</c> matches.</summary>
    public required string Id { get; init; }

    public required Workload Workload { get; init; }

    public required Arm Arm { get; init; }

    public required string Link { get; init; }

    public required LoadPoint Load { get; init; }

    /// <summary>Connections the client opens, after <c>auto</c> has been resolved for this protocol and load.</summary>
    public required int Connections { get; init; }

    /// <summary>Why the combination makes no sense (a 16 MiB datagram), as a sentence; null when it does.</summary>
    public string? NotApplicable { get; init; }

    /// <summary>Why this machine cannot run it, with the remedy; null when it can.</summary>
    public string? Unsupported { get; init; }

    /// <summary>Will it be measured?</summary>
    public bool Runs => NotApplicable is null && Unsupported is null;
}
