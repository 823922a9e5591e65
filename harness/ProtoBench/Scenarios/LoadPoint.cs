namespace ProtoBench.Scenarios;

/// <summary>How hard the client drives the server.</summary>
public sealed record LoadPoint
{
    /// <summary>Unique within the scenario, for example <c>closed-1</c> or <c>open-5000-poisson</c>.</summary>
    public required string Name { get; init; }

    public LoopKind Loop { get; init; } = LoopKind.Closed;

    /// <summary>
    /// Closed loop: exchanges (or bulk streams) kept in flight. Open loop: at most this many at once; further arrivals wait, and their wait counts
    /// as response time. Default 1 closed, 64 open.
    /// </summary>
    public int InFlight { get; init; } = 1;

    /// <summary>Open loop: offered rate in exchanges per second.</summary>
    public double? Rate { get; init; }

    /// <summary>Open loop: how arrivals are spaced. Default constant.</summary>
    public ArrivalLaw Arrivals { get; init; } = ArrivalLaw.Constant;
}
