namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Stands where an error has already been reported, so that nothing else is said about the same place.</summary>
internal sealed record SourceUnreadable(SourceSpan Span) : SourceNode(Span)
{
    public override string Kind => "something unreadable";
}
