namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// A YAML node with its place. Unlike YamlDotNet's own tree it keeps duplicate keys from ending the reading, so all errors can be told at
/// once.
/// </summary>
internal abstract record SourceNode(SourceSpan Span)
{
    /// <summary>For messages: "found a list".</summary>
    public abstract string Kind { get; }
}
