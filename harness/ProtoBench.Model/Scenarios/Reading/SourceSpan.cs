namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Where a node was written. <see cref="Line"/> is 0 for text that came from an option.</summary>
internal sealed record SourceSpan(string Source, int Line, int Column, int Length);
