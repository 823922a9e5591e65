using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>One line of the table of keys: what parser, schema and documentation know about a key.</summary>
internal abstract class Key(string name, string meaning)
{
    public string Name { get; } = name;

    /// <summary>Shown by editors, with unit and default.</summary>
    public string Meaning { get; } = meaning;

    public bool Required { get; init; }

    /// <summary>The key without which this one has no meaning, or null.</summary>
    public string? OnlyWith { get; init; }

    /// <summary>Keys of which one must be there for this one to have a meaning; empty: it needs none.</summary>
    public IReadOnlyList<string> OnlyWithOneOf { get; init; } = [];

    public JsonObject Schema(Vocabulary vocabulary)
    {
        var schema = new JsonObject { ["description"] = Meaning };
        foreach (var (word, rule) in ValueSchema(vocabulary).ToArray())
        {
            schema[word] = rule?.DeepClone();
        }

        return schema;
    }

    protected abstract JsonObject ValueSchema(Vocabulary vocabulary);
}
