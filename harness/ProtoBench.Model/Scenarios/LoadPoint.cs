using System.Text.Json.Serialization;
using ProtoBench.Model.Scenarios.LoadShapes;
using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Model.Scenarios;

/// <summary>How hard the client drives the server.</summary>
public sealed record LoadPoint
{
    /// <summary>Unique within the scenario, for example <c>closed-1</c> or <c>open-5000-poisson</c>.</summary>
    public required string Name { get; init; }

    public LoopKind Loop { get; init; } = LoopKind.Closed;

    /// <summary>
    /// Closed loop: exchanges (or bulk streams) kept in flight. Open loop: at most this many at once; further arrivals wait, and their wait
    /// counts as response time. Default 1 closed, 64 open.
    /// </summary>
    public int InFlight { get; init; } = 1;

    /// <summary>
    /// Nobody asked for <see cref="InFlight"/>, so a workload whose connections carry fewer gets what they carry. Of the point as it is
    /// written; that of a cell has been fitted.
    /// </summary>
    [JsonIgnore]
    public bool InFlightFits { get; init; }

    /// <summary>The same load for a workload that carries at most <paramref name="room"/> exchanges at once.</summary>
    public LoadPoint FittedTo(long room) =>
        InFlightFits ? this with { InFlight = (int)Math.Min(InFlight, room), InFlightFits = false } : this;

    /// <summary>Open loop: offered rate in exchanges per second; of a <see cref="Shape"/> the mean over the window.</summary>
    public double? Rate { get; init; }

    /// <summary>Open loop: how arrivals are spaced. Default constant.</summary>
    public ArrivalLaw Arrivals { get; init; } = ArrivalLaw.Constant;

    /// <summary>
    /// Open loop: look for the highest rate that meets an objective, in place of offering one; <see cref="Rate"/> is then the lowest of
    /// its range, and in what is reported the one that was found. Null: the rate is offered.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RateSearch? Search { get; init; }

    /// <summary>Open loop: how the rate changes over the window. Null: it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LoadShape? Shape { get; init; }

    /// <summary>Is it one rate that is offered all the time?</summary>
    [JsonIgnore]
    public bool IsSteady => this is { Loop: LoopKind.Open, Search: null, Shape: null };
}
