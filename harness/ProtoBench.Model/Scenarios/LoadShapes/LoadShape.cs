using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>
/// How the rate of an open loop changes over its window. Exactly one of the four is there. Before the window the rate is
/// <see cref="StartingRate"/>, so that the window begins in the midst of it.
/// </summary>
public sealed record LoadShape
{
    /// <summary>Parts that a window is told in where its shape has none of its own.</summary>
    public const int EqualParts = 10;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RateRamp? Ramp { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RateSteps? Steps { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RateBursts? Bursts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordedArrivals? Replay { get; init; }

    /// <summary>Arrivals per second of the warm-up.</summary>
    [JsonIgnore]
    public double StartingRate => Ramp?.From ?? Steps?.All[0].Rate ?? Bursts?.Base ?? Replay!.MeanRate;

    /// <summary>
    /// Lengths of the parts that are told apart, as shares of the window: the steps, or ten equal ones. They add up to 1.
    /// </summary>
    public IReadOnlyList<double> Parts(double seconds) => Steps is { } steps
        ? [.. steps.Lengths(seconds).Select(length => length / seconds)]
        : [.. Enumerable.Repeat(1.0 / EqualParts, EqualParts)];

    /// <summary>The rate as a function of time, without bursts; null where arrivals were recorded.</summary>
    /// <param name="seconds">Length of the window.</param>
    public RateCurve? Curve(double seconds) => this switch
    {
        { Ramp: { } ramp } => new RateCurve([new RateSegment(seconds, ramp.From, ramp.To)]),
        { Steps: { } steps } => new RateCurve(
            [.. steps.Lengths(seconds).Zip(steps.All, (length, step) => new RateSegment(length, step.Rate, step.Rate))]),
        { Bursts: { } bursts } => new RateCurve([new RateSegment(seconds, bursts.Base, bursts.Base)]),
        _ => null,
    };

    /// <summary>Arrivals that are due in a window: of random ones the mean.</summary>
    /// <param name="seconds">Length of the window, above 0.</param>
    public double Arrivals(double seconds) =>
        (Curve(seconds)?.Total ?? Replay!.CountWithin(seconds)) + (Bursts is { } bursts ? (double)bursts.Size * bursts.Within(seconds) : 0);
}
