namespace ProtoBench.Model.Links.Profiles;

/// <summary>Variation of the delay, drawn anew for every packet.</summary>
/// <param name="Law">Its distribution.</param>
/// <param name="Spread">Half width (uniform), standard deviation (normal) or mean (Pareto).</param>
/// <param name="Shape">Pareto only: tail exponent, above 1. Default 3, the smallest whole number with a finite variance.</param>
public sealed record JitterProfile(JitterLaw Law, TimeSpan Spread, double Shape = 3);
