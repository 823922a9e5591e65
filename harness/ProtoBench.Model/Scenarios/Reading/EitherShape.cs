using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A short form for the common case, and a mapping that can say more.</summary>
internal sealed class EitherShape<T>(ValueShape<T> single, ValueShape<T> mapping) : ValueShape<T>
{
    public override string Wanted => $"{single.Wanted} or {mapping.Wanted}";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["anyOf"] = new JsonArray(single.Schema(vocabulary), mapping.Schema(vocabulary)) };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return node switch
        {
            SourceScalar => single.TryRead(node, what, context, out value),
            SourceMapping => mapping.TryRead(node, what, context, out value),
            _ => WrongType(node, what, context),
        };
    }
}
