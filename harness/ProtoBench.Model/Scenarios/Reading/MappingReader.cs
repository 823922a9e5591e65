using System.Diagnostics.CodeAnalysis;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Reads the values of one mapping by their keys.</summary>
internal sealed class MappingReader(SourceMapping mapping, ReadingContext context)
{
    public SourceSpan Span => mapping.Span;

    /// <summary>Was nothing written between the braces?</summary>
    public bool IsEmpty => mapping.Entries.Count == 0;

    public ReadingContext Context { get; } = context;

    public bool Has(Key key) => mapping.Find(key.Name) is not null;

    /// <summary>The value, or <paramref name="fallback"/> when the key is absent or its value wrong, which is then reported.</summary>
    public T Get<T>(KeyOf<T> key, T fallback) => TryGet(key, out var value) ? value : fallback;

    /// <summary>False when the key is absent, or its value is wrong, which is then reported.</summary>
    public bool TryGet<T>(KeyOf<T> key, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return mapping.Find(key.Name) is { } entry && key.Shape.TryRead(NodeOf(entry), $"'{key.Name}'", Context, out value);
    }

    /// <summary>Reports what is wrong with a key that is there, at its value or at the key itself.</summary>
    public void Report(Key key, string code, string message, string? hint = null, bool atKey = false)
    {
        var entry = mapping.Find(key.Name);
        var span = atKey ? entry?.Key.Span : entry?.Value.Span;
        Context.Report(span ?? Span, code, message, hint);
    }

    // The empty value of "key:" has no extent of its own, so the key is underlined.
    private static SourceNode NodeOf(SourceEntry entry) =>
        entry.Value is SourceScalar { IsNull: true } nothing ? nothing with { Span = entry.Key.Span } : entry.Value;
}
