using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A value, or a list of such values.</summary>
/// <param name="items">What the list holds, for messages.</param>
/// <param name="item">One of them.</param>
internal sealed class OneOrMoreShape<T>(string items, ValueShape<T> item) : ValueShape<IReadOnlyList<T>>
{
    private readonly ListShape<T> _list = new(items, item);

    public override string Wanted => $"{item.Wanted} or {_list.Wanted}";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["anyOf"] = new JsonArray(item.Schema(vocabulary), _list.Schema(vocabulary)) };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (node is SourceList)
        {
            var read = _list.TryRead(node, what, context, out var several);
            value = several is null ? null : [.. several.Select(one => one.Value)];
            return read;
        }

        if (!item.TryRead(node, what, context, out var single))
        {
            return false;
        }

        value = [single];
        return true;
    }
}
