namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A unit as it is written, and how many base units it is worth.</summary>
internal sealed record Unit(string Symbol, decimal Factor);
