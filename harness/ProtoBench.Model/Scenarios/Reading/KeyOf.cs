using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A key with the shape of its value.</summary>
internal sealed class KeyOf<T>(string name, ValueShape<T> shape, string meaning) : Key(name, meaning)
{
    public ValueShape<T> Shape { get; } = shape;

    protected override JsonObject ValueSchema(Vocabulary vocabulary) => Shape.Schema(vocabulary);
}
