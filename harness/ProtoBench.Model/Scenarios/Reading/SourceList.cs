namespace ProtoBench.Model.Scenarios.Reading;

internal sealed record SourceList(SourceSpan Span, IReadOnlyList<SourceNode> Items) : SourceNode(Span)
{
    public override string Kind => "a list";
}
