namespace ProtoBench.Model.Scenarios.Reading;

internal sealed record SourceEntry(SourceScalar Key, SourceNode Value);
