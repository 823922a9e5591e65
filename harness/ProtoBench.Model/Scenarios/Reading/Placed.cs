namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A value that was read, with its place for checks that compare it with others.</summary>
internal sealed record Placed<T>(T Value, SourceSpan Span);
