using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Free text.</summary>
internal sealed class TextShape : ValueShape<string>
{
    public override string Wanted => "text";

    public override JsonObject Schema(ScenarioVocabulary vocabulary) => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text.Trim();
        if (node is not SourceScalar scalar || scalar.LooksTyped)
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
