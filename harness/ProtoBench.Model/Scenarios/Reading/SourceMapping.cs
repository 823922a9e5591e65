namespace ProtoBench.Model.Scenarios.Reading;

internal sealed record SourceMapping(SourceSpan Span, IReadOnlyList<SourceEntry> Entries) : SourceNode(Span)
{
    public override string Kind => "a mapping";

    public SourceEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key);

    /// <summary>The same mapping with <paramref name="entry"/> in place of the one with its key, or at the end.</summary>
    public SourceMapping With(SourceEntry entry) => Find(entry.Key.Text) is null
        ? this with { Entries = [.. Entries, entry] }
        : this with { Entries = [.. Entries.Select(old => old.Key.Text == entry.Key.Text ? entry : old)] };
}
