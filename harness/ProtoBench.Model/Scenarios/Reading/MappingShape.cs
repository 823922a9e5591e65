using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A mapping with known keys.</summary>
/// <param name="noun">What the mapping is, for messages.</param>
/// <param name="keys">Every key it may have.</param>
/// <param name="build">Makes the value, reporting what only shows when several keys are seen together.</param>
internal sealed class MappingShape<T>(string noun, IReadOnlyList<Key> keys, Func<MappingReader, T> build) : ValueShape<T>
{
    public IReadOnlyList<Key> Keys => keys;

    public override string Wanted => $"{noun} with the keys {string.Join(", ", keys.Select(key => key.Name))}";

    /// <summary>Rules between keys, added to the schema: word and rule. A function because a JSON node has only one parent.</summary>
    public Func<JsonObject> Rules { get; init; } = () => [];

    public override JsonObject Schema(Vocabulary vocabulary)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)key.Schema(vocabulary)))),
        };
        if (keys.Any(key => key.Required))
        {
            schema["required"] = new JsonArray([.. keys.Where(key => key.Required).Select(key => (JsonNode)key.Name)]);
        }

        var dependent = keys.Where(key => key.OnlyWith is not null || key.OnlyWithOneOf.Count > 0).ToList();
        if (dependent.Count > 0)
        {
            schema["dependencies"] = new JsonObject(dependent.Select(key => KeyValuePair.Create(key.Name, Dependency(key))));
        }

        foreach (var (word, rule) in Rules().ToArray())
        {
            schema[word] = rule?.DeepClone();
        }

        return schema;
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not SourceMapping mapping)
        {
            context.Report(node.Span, context.Format.NoMapping(node, what, Wanted, [.. keys.Select(key => key.Name)]));
            return false;
        }

        var errors = context.Errors.Count;
        CheckKeys(mapping, context);
        value = build(new MappingReader(mapping, context));
        return context.Errors.Count == errors;
    }

    // One key is a list in draft-07's "dependencies", a choice of keys a schema.
    private static JsonNode? Dependency(Key key) => key.OnlyWith is { } other
        ? new JsonArray(other)
        : new JsonObject
        {
            ["anyOf"] = new JsonArray(
                [.. key.OnlyWithOneOf.Select(one => (JsonNode)new JsonObject { ["required"] = new JsonArray(one) })]),
        };

    private void CheckKeys(SourceMapping mapping, ReadingContext context)
    {
        var names = keys.Select(key => key.Name).ToArray();
        foreach (var entry in mapping.Entries)
        {
            var written = entry.Key.Text;
            if (keys.FirstOrDefault(key => key.Name == written) is not { } key)
            {
                context.Report(entry.Key.Span, context.Format.NoSuchKey(written, names));
            }
            else if (key.OnlyWith is { } other && mapping.Find(other) is null)
            {
                context.Report(
                    entry.Key.Span, context.Format.KeyNotApplicable, $"'{written}' has no meaning without '{other}'", "remove it");
            }
            else if (key.OnlyWithOneOf.Count > 0 && key.OnlyWithOneOf.All(wanted => mapping.Find(wanted) is null))
            {
                context.Report(
                    entry.Key.Span,
                    context.Format.KeyNotApplicable,
                    $"'{written}' has no meaning without '{string.Join("' or '", key.OnlyWithOneOf)}'",
                    "remove it");
            }
        }

        foreach (var key in keys.Where(key => key.Required && mapping.Find(key.Name) is null))
        {
            context.Report(mapping.Span, context.Format.MissingKey, $"{noun} needs '{key.Name}'", key.Meaning);
        }
    }
}
