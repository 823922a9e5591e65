using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Free text.</summary>
internal sealed class TextShape : ValueShape<string>
{
    /// <summary>Takes <c>2024</c> and <c>yes</c> as they are written.</summary>
    public bool MayLookTyped { get; init; }

    public override string Wanted => "text";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["type"] = MayLookTyped ? new JsonArray("string", "number", "boolean") : "string", ["minLength"] = 1 };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text.Trim();
        if (node is not SourceScalar scalar || (scalar.LooksTyped && !MayLookTyped))
        {
            return WrongType(node, what, context, node is SourceScalar ? "put it in quotes to make it text" : null);
        }

        if (value is not { Length: > 0 })
        {
            return WrongType(node, what, context);
        }

        return true;
    }
}
