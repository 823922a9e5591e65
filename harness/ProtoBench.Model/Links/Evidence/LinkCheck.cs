namespace ProtoBench.Model.Links.Evidence;

/// <summary>One property of a link, as configured and as measured.</summary>
public sealed record LinkCheck
{
    /// <summary>What was compared, such as "up: loss".</summary>
    public required string Name { get; init; }

    /// <summary>What the profile says, with its unit.</summary>
    public required string Expected { get; init; }

    /// <summary>What was measured, with its interval where it has one.</summary>
    public required string Measured { get; init; }

    /// <summary>Packets or probes it rests on.</summary>
    public required long Samples { get; init; }

    /// <summary>True when it is within bounds; null when it could not be measured here, which <see cref="Remark"/> explains.</summary>
    public required bool? Passed { get; init; }

    /// <summary>The bound, or why the check failed, as a sentence.</summary>
    public required string Remark { get; init; }
}
