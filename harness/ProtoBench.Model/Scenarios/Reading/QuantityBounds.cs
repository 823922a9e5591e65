namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A range in base units, both ends included.</summary>
internal sealed record QuantityBounds(decimal Minimum, decimal Maximum, string Text);
