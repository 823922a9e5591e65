namespace ProtoBench.Scenarios.Reading;

internal sealed record SourceEntry(SourceScalar Key, SourceNode Value);
